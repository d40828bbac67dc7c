using System.Collections.Immutable;
using Spectre.Console;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Lays rows of a report out as a table that fits the console.</summary>
internal static class TotalsTable
{
    private const int GapBetweenColumns = 3;
    private const int Edges = 2;

    /// <summary>Prints a table.</summary>
    /// <param name="console">The console.</param>
    /// <param name="heading">What the table shows.</param>
    /// <param name="keyTitles">The headings of the keys.</param>
    /// <param name="report">The rows.</param>
    /// <param name="withTotal">Whether a last row adds up.</param>
    public static void Print(IAnsiConsole console, string heading, IReadOnlyList<string> keyTitles, LedgerReport report, bool withTotal = false)
    {
        if (report.Rows.IsEmpty)
        {
            return;
        }

        ImmutableArray<Line> lines = Lines(report, keyTitles.Count, withTotal);
        decimal total = report.Totals.Sum(static totals => totals.EffectiveCost);
        IReadOnlyList<TotalsColumn> columns = Fit(TotalsColumn.All(total), keyTitles, lines, console.Profile.Width);
        var table = new Table { Border = TableBorder.Simple };
        foreach (string title in keyTitles)
        {
            table.AddColumn(new TableColumn(Markup.Escape(title)));
        }

        foreach (TotalsColumn column in columns)
        {
            table.AddColumn(new TableColumn(column.Title).RightAligned().NoWrap());
        }

        foreach (Line line in lines)
        {
            table.AddRow([.. line.Keys.Select(static key => new Text(key)), .. columns.Select(column => new Text(column.Value(line.Totals)))]);
        }

        console.MarkupLineInterpolated($"[bold]{heading}[/]");
        console.Write(table);
    }

    private static ImmutableArray<Line> Lines(LedgerReport report, int keys, bool withTotal)
    {
        ImmutableArray<Line> lines = [.. report.Rows.Select(static row => new Line([.. row.Keys.Select(static key => key ?? "(none)")], row.Totals))];
        return withTotal
            ? lines.AddRange(report.Totals.Select(totals => new Line(["Total", .. Enumerable.Repeat(string.Empty, keys - 1)], totals)))
            : lines;
    }

    private static IReadOnlyList<TotalsColumn> Fit(IReadOnlyList<TotalsColumn> columns, IReadOnlyList<string> keyTitles, ImmutableArray<Line> lines, int width)
    {
        int keys = Edges + keyTitles.Select((title, i) => Width(title, lines.Select(line => line.Keys[i]))).Sum();
        while (columns.Count > 1 && keys + columns.Sum(column => Width(column.Title, lines.Select(line => column.Value(line.Totals)))) > width)
        {
            int rank = columns.Max(static column => column.Rank);
            columns = [.. columns.Where(column => column.Rank != rank)];
        }

        return columns;
    }

    private static int Width(string title, IEnumerable<string> cells) => GapBetweenColumns + Math.Max(title.Length, cells.Max(static cell => cell.Length));

    private sealed record Line(ImmutableArray<string> Keys, LedgerTotals Totals);
}
