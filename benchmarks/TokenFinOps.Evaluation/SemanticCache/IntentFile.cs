using System.Text.Json;
using CsvHelper;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>
/// Reads questions with their intents: CSV <c>text,category</c> (Banking77), tab-separated <c>intent, text</c> (HWU64, SNIPS), or JSON <c>{part: [[text, intent]]}</c> (CLINC150,
/// whose parts beginning with <c>oos</c> are out of scope: they have no intent and are left out).
/// </summary>
internal static class IntentFile
{
    /// <exception cref="EvaluationException">There is no such file, or it is malformed or empty.</exception>
    public static List<(string Text, string Intent)> Read(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        List<(string, string)> rows = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => Csv(path),
            ".tsv" => Tabbed(path),
            ".json" => Json(path),
            _ => throw new EvaluationException($"'{path}' is no file of intents: .csv (text, category), .tsv (intent, text) or .json (parts of [text, intent])."),
        };
        return rows.Count > 0 ? rows : throw new EvaluationException($"'{path}' has no rows.");
    }

    private static List<(string, string)> Csv(string path)
    {
        var rows = new List<(string, string)>();
        using Stream stream = DataFile.Open(path);
        using CsvReader reader = CsvReader.Create(stream, new CsvReaderOptions { MalformedData = CsvMalformedDataHandling.Throw }, leaveOpen: true);
        try
        {
            while (reader.Read())
            {
                rows.Add((reader.GetString(0).Trim(), reader.GetString(1).Trim()));
            }
        }
        catch (Exception exception) when (exception is CsvFormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new EvaluationException($"'{path}' is malformed: {exception.Message}", exception);
        }

        return rows;
    }

    private static List<(string, string)> Tabbed(string path)
    {
        var rows = new List<(string, string)>();
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split('\t');
            if (fields is not [var intent, { Length: > 0 } text, ..])
            {
                throw new EvaluationException($"'{path}' is malformed: row {rows.Count + 1} is no intent and text with a tab between.");
            }

            rows.Add((text.Trim(), intent.Trim()));
        }

        return rows;
    }

    private static List<(string, string)> Json(string path)
    {
        using JsonDocument document = DataFile.OpenJson(path);
        try
        {
            return [.. document.RootElement.EnumerateObject()
                .Where(static part => !part.Name.StartsWith("oos", StringComparison.Ordinal))
                .SelectMany(static part => part.Value.EnumerateArray().Select(static row => (row[0].GetString()!, row[1].GetString()!)))];
        }
        catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException)
        {
            throw new EvaluationException($"'{path}' is no file of intents: {exception.Message}", exception);
        }
    }
}
