namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>
/// Turns a list in which the last entry that applies wins, and the first one where none does, into periods that do not overlap
/// but for daily windows, which go before the period's other rates.
/// </summary>
internal static class PriceTimeline
{
    public static List<TimelinePart> Of(IReadOnlyList<ConditionalRates> entries)
    {
        DateTimeOffset[] starts = [.. entries.Select(static entry => entry.From).Append(DateTimeOffset.MinValue).Distinct().Order()];
        var parts = new List<TimelinePart>();
        List<ConditionalRates> previous = [];
        int previousAt = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            DateTimeOffset to = i + 1 < starts.Length ? starts[i + 1] : DateTimeOffset.MaxValue;
            List<ConditionalRates> applying = Applying(entries, starts[i]);
            if (applying.SequenceEqual(previous))
            {
                for (int part = previousAt; part < parts.Count; part++)
                {
                    parts[part] = parts[part] with { To = to };
                }

                continue;
            }

            previous = applying;
            previousAt = parts.Count;
            parts.AddRange(applying.Select((entry, at) => new TimelinePart(starts[i], to, at < applying.Count - 1 ? entry.Window : null, entry.Rates)));
        }

        return parts;
    }

    // The windows that go before, the latest entry first, and at last the rates that hold outside them.
    private static List<ConditionalRates> Applying(IReadOnlyList<ConditionalRates> entries, DateTimeOffset moment)
    {
        var applying = new List<ConditionalRates>();
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].From <= moment)
            {
                applying.Add(entries[i]);
                if (entries[i].Window is null)
                {
                    return applying;
                }
            }
        }

        applying.Add(entries[0]);
        return applying;
    }
}
