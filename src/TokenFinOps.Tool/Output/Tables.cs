using Spectre.Console;

namespace TokenFinOps.Tool.Output;

/// <summary>Makes tables. Cells are plain text: nothing of a ledger is read as markup.</summary>
internal static class Tables
{
    /// <summary>Makes a table.</summary>
    /// <param name="headers">The headers; those that end with <c>&gt;</c> are of numbers and aligned to the right.</param>
    public static Table Of(params IEnumerable<string> headers)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string header in headers)
        {
            bool isNumber = header.EndsWith('>');
            var column = new TableColumn(new Text(isNumber ? header[..^1] : header)) { NoWrap = isNumber, Alignment = isNumber ? Justify.Right : Justify.Left };
            table.AddColumn(column);
        }

        return table;
    }

    public static void Row(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(static cell => new Text(cell)));

    public static void Line(this ToolContext context, string text = "") => context.Console.WriteLine(text);
}
