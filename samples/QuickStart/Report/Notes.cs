using Spectre.Console;

namespace QuickStart.Report;

/// <summary>Prints labelled lines below a table.</summary>
internal sealed class Notes(IAnsiConsole console)
{
    private const int LabelWidth = 14;

    /// <summary>Prints a fact.</summary>
    public void Say(string label, string text) => Print(label, "blue", text);

    /// <summary>Prints an amount that is due.</summary>
    public void Bill(string label, string text) => Print(label, "green", text);

    /// <summary>Prints what somebody should look at.</summary>
    public void Warn(string label, string text) => Print(label, "yellow", text);

    private void Print(string label, string colour, string text)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn().Width(LabelWidth).PadLeft(0).PadRight(0));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(new Markup($"[{colour}]{Markup.Escape(label)}[/]"), new Text(text));
        console.Write(grid);
    }
}
