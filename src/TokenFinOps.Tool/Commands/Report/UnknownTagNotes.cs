using TokenFinOps.Ledger.Query;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>Says on standard error that a report is grouped by a tag that no entry has: any name is a tag, a mistyped one too.</summary>
internal static class UnknownTagNotes
{
    public static void Print(ToolContext context, LedgerQuery query, LedgerReport report)
    {
        if (report.Rows.Length == 0 || report.RowCount > report.Rows.Length)
        {
            return;
        }

        foreach ((int index, LedgerDimension dimension) in query.Dimensions.Index())
        {
            if (dimension.IsTag && report.Rows.All(row => row.Keys.Length > index && row.Keys[index] is null && !row.IsOverflow))
            {
                context.Error.WriteLine($"Note: no entry has a tag '{dimension.Name}'. What is not a tag: {Dimensions.Names}.");
            }
        }
    }
}
