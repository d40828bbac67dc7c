using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tool.Output;

/// <summary>Says on standard error why an answer may not be exactly what was asked.</summary>
internal static class GapNotes
{
    private static readonly (LedgerGaps Gap, string Note)[] Notes =
    [
        (LedgerGaps.WholeHours, "the period cuts an hour of which only the sum is kept; the hour was taken as a whole"),
        (LedgerGaps.EntriesEvicted, "some entries of the period are kept as sums only and are missing, because single runs or requests were asked for"),
        (LedgerGaps.OverflowUndecided, "some cost is kept without the values that the conditions ask for"),
        (LedgerGaps.Expired, "the ledger no longer keeps the beginning of the period"),
        (LedgerGaps.NotYetWritten, "entries wait to be written and are missing"),
    ];

    public static void Print(ToolContext context, LedgerGaps gaps)
    {
        foreach ((LedgerGaps gap, string note) in Notes.Where(each => gaps.HasFlag(each.Gap)))
        {
            context.Error.WriteLine($"Note: {note} ({gap}).");
        }
    }
}
