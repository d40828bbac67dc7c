using System.Collections.Immutable;
using Spectre.Console;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Lays rows of a report out as a table that fits the console.</summary>
internal static class TotalsTable
{
    private const int GapBetweenColumns = 3;

    /// <summary>Prints a table.</summary>
    /// <param name="console">The console.</param>
    /// <param name="heading">What the table shows.</param>
    /// <param name="keyTitles">The headings of the keys.</param>
    /// <param name="report">The rows.</param>
    /// <param name="withTotal">Whether a last row adds up.</param>
    public static void Print(IAnsiConsole console, string heading, IReadOnlyList<string> keyTitles, LedgerReport report, bool withTotal = false)
    {
        if (report.Rows.IsEmpty)
            return;

        decimal total = report.Totals.Sum(static totals => totals.EffectiveCost);
        ImmutableArray<Line> lines = [.. report.Rows.Select(static row => new Line([.. row.Keys.Select(static key => key ?? "(none)")], row.Totals))];
        if (withTotal)
            lines = lines.AddRange(report.Totals.Select(totals => new Line(["Total", .. Enumerable.Repeat(string.Empty, keyTitles.Count - 1)], totals)));

        IReadOnlyList<TotalsColumn> columns = Fit(TotalsColumn.All(total), keyTitles, lines, console.Profile.Width);
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(heading), new Style(decoration: Decoration.Bold)) };
        table.Title.SetStyle(new Style(decoration: Decoration.Bold));
        foreach (string title in keyTitles)
            table.AddColumn(new TableColumn(Markup.Escape(title)));
        foreach (TotalsColumn column in columns)
            table.AddColumn(new TableColumn(column.Title).RightAligned().NoWrap());
        foreach (Line line in lines)
            table.AddRow([.. line.Keys.Select(static key => new Text(key)), .. columns.Select(column => new Text(column.Value(line.Totals)))]);
        console.Write(table);
    }

    private static IReadOnlyList<TotalsColumn> Fit(IReadOnlyList<TotalsColumn> columns, IReadOnlyList<string> keyTitles, ImmutableArray<Line> lines, int width)
    {
        int keys = keyTitles.Select((title, i) => GapBetweenColumns + lines.Max(line => line.Keys[i].Length).AtLeast(title.Length)).Sum();
        while (columns.Count > 1 && keys + columns.Sum(column => Width(column, lines)) > width)
        {
            int rank = columns.Max(static column => column.Rank);
            columns = [.. columns.Where(column => column.Rank != rank)];
        }

        return columns;
    }

    private static int Width(TotalsColumn column, ImmutableArray<Line> lines) =>
        GapBetweenColumns + lines.Max(line => column.Value(line.Totals).Length).AtLeast(column.Title.Length);

    private static int AtLeast(this int number, int least) => Math.Max(number, least);

    private sealed record Line(ImmutableArray<string> Keys, LedgerTotals Totals);
}
