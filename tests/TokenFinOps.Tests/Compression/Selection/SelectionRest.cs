using TokenFinOps.Compression.Selection;
using TokenFinOps.Compression.Selection.Filling;
using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Tests.Compression.Selection;

/// <summary>Looks, without the selector's own ways of looking, for what could still have been kept.</summary>
internal static class SelectionRest
{
    private const double Full = 0.95;

    /// <summary>Finds a unit that was left out, or an allowed beginning of one, with which 19 of 20 tokens of the budget would have been used.</summary>
    public static string? ThatFits(SelectedContext selected, SelectionOptions options)
    {
        if (selected.Refusal is not null || selected.TokensAfter.AtMost >= Full * Math.Min(options.MaxTokens, selected.TokensBefore.AtMost))
        {
            return null;
        }

        using var layout = new Layout([.. selected.Sources.Select(static source => source.Source)]);
        using var kept = new TokenFinOps.Compression.Selection.Filling.Selection(layout.Units.Length);
        using var renderer = new Renderer(layout, options.OmissionMarker);
        for (int unit = 0; unit < layout.Units.Length; unit++)
        {
            Unit each = layout.Units[unit];
            kept[unit] = selected.Sources[each.Source].Kept.Any(range => range.Contains(new TextRange(each.Start, each.End)));
        }

        for (int unit = 0; unit < layout.Units.Length; unit++)
        {
            foreach (int length in kept[unit] || layout.Units[unit].Original >= 0 ? [] : Lengths(layout, unit))
            {
                kept.TakePart(unit, layout.Units[unit].Start + length);
                renderer.Write(kept);
                kept.DropPart();
                long tokens = SelectionSamples.Tokens(renderer.Text.ToString());
                if (tokens <= options.MaxTokens && tokens >= Full * options.MaxTokens)
                {
                    return $"{selected.TokensAfter.AtMost} of {options.MaxTokens} tokens are used, {tokens} with '{layout.TextOf(layout.Units[unit])[..length]}'";
                }
            }
        }

        return null;
    }

    private static int[] Lengths(Layout layout, int unit)
    {
        using var cuts = new RentedList<int>();
        if (layout.Passages[layout.Units[unit].Passage].Kind is SourceKind.Document or SourceKind.Dialogue)
        {
            Cuts.Find(layout.TextOf(layout.Units[unit]), cuts);
        }

        cuts.Add(layout.Units[unit].Length);
        return cuts.Span.ToArray();
    }
}
