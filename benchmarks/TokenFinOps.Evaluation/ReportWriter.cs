using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace TokenFinOps.Evaluation;

/// <summary>Shows a report to people, and writes it for programs.</summary>
internal static class ReportWriter
{
    private const int NotesShown = 40;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Show(IAnsiConsole console, string suite, string data, SuiteReport report)
    {
        Table table = new Table { Title = new TableTitle(Markup.Escape($"{suite} · {data}")) }
            .AddColumn("figure")
            .AddColumn(new TableColumn("value").RightAligned());
        foreach ((string name, decimal? value) in report.Figures)
        {
            table.AddRow(Markup.Escape(name), value?.ToString("#,0.######", CultureInfo.InvariantCulture) ?? "unknown");
        }

        console.Write(table);
        foreach (string note in report.Notes.Take(NotesShown))
        {
            console.WriteLine("· " + note);
        }

        if (report.Notes.Count > NotesShown)
        {
            console.WriteLine($"· … and {report.Notes.Count - NotesShown} more; --json FILE writes all of them.");
        }
    }

    public static void WriteJson(string path, string suite, string data, SuiteReport report)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Indented);
        json.WriteStartObject();
        json.WriteString("suite", suite);
        json.WriteString("data", data);
        json.WriteStartObject("figures");
        foreach ((string name, decimal? value) in report.Figures)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
            else
            {
                json.WriteNull(name);
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("notes");
        foreach (string note in report.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
