using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Ledger;

public class LedgerEntryTests
{
    private static readonly LedgerEntry Entry = EntryBuilder.Unpriced();

    [Fact]
    public void What_an_entry_does_not_say_is_unknown()
    {
        Assert.Null(Entry.BaselineCost);
        Assert.Null(Entry.TimeToFirstUpdate);
        Assert.Null(Entry.PriceMatch);
    }

    [Fact]
    public void Zero_is_not_unknown()
    {
        LedgerEntry entry = Entry with { BaselineCost = 0, TimeToFirstUpdate = TimeSpan.Zero, PriceMatch = PriceMatchKind.Override };

        Assert.Equal(0, entry.BaselineCost);
        Assert.Equal(TimeSpan.Zero, entry.TimeToFirstUpdate);
        Assert.Equal(PriceMatchKind.Override, entry.PriceMatch);
        Assert.NotEqual(Entry, entry);
    }

    [Fact]
    public void Entries_that_differ_in_one_value_are_not_equal()
    {
        LedgerEntry[] changed =
        [
            Entry with { Kind = LedgerEntryKind.Correction },
            Entry with { Outcome = AttemptOutcome.Cancelled },
            Entry with { UsageOrigin = UsageOrigin.Estimated },
            Entry with { PriceMatch = PriceMatchKind.Override },
            Entry with { BaselineCost = 0 },
            Entry with { BaselineCost = 0.25m },
            Entry with { TimeToFirstUpdate = TimeSpan.Zero },
            Entry with { Usage = Usage.Of(input: 1) },
            Entry with { Usage = new Usage((UsageKind.InputAudioSeconds, 1.5m)) },
        ];

        Assert.DoesNotContain(Entry, changed);
        Assert.Equal(changed.Length, changed.Distinct().Count());
    }

    [Fact]
    public void A_value_that_is_taken_back_leaves_the_entry_as_it_was()
    {
        LedgerEntry back = Entry with { BaselineCost = 0.25m, TimeToFirstUpdate = TimeSpan.FromSeconds(1) };
        back = back with { BaselineCost = null, TimeToFirstUpdate = null };

        Assert.Equal(Entry, back);
        Assert.Equal(Entry.GetHashCode(), back.GetHashCode());
    }
}
