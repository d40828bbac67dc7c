using TokenFinOps.Compression.Selection.Segmentation;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Says of all that was not kept why.</summary>
internal static class DroppedRanges
{
    /// <summary>Gets what lies outside the kept ranges of a source; copies of kept log entries apart from what was found less relevant.</summary>
    public static List<DroppedRange> Of(Layout layout, int source, ReadOnlySpan<TextRange> kept, Selection selection)
    {
        var dropped = new List<DroppedRange>();
        int from = 0;
        foreach (TextRange range in kept)
        {
            Add(layout, source, from, range.Start, selection, dropped);
            from = range.End;
        }

        Add(layout, source, from, layout.Sources[source].Text.Length, selection, dropped);
        return dropped;
    }

    private static void Add(Layout layout, int source, int start, int end, Selection selection, List<DroppedRange> dropped)
    {
        if (start >= end)
        {
            return;
        }

        int from = start;
        for (int unit = layout.FirstAt(source, start); unit < layout.Units.Length && layout.Units[unit].Source == source && layout.Units[unit].End <= end; unit++)
        {
            Unit each = layout.Units[unit];
            if (each.Original >= 0 && selection[each.Original])
            {
                AddPlain(from, each.Start, dropped);
                dropped.Add(new DroppedRange(new TextRange(each.Start, each.End), DropReason.Repeated));
                from = each.End;
            }
        }

        AddPlain(from, end, dropped);
    }

    private static void AddPlain(int start, int end, List<DroppedRange> dropped)
    {
        if (start < end)
        {
            dropped.Add(new DroppedRange(new TextRange(start, end), DropReason.LessRelevant));
        }
    }
}
