using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>What an attempt costs now: its entry and its earlier corrections together.</summary>
internal sealed class AttemptBalance(LedgerEntry attempt, IReadOnlyList<LedgerEntry> corrections)
{
    /// <summary>Gets the attempt.</summary>
    public LedgerEntry Attempt { get; } = attempt;

    /// <summary>Gets whether the attempt is priced now.</summary>
    public PricingStatus Status { get; } =
        corrections.LastOrDefault(static correction => correction.Correction?.PreviousStatus is not null)?.Cost.Status ?? attempt.Cost.Status;

    /// <summary>Gets what has to be appended for the attempt to cost something else: at most one entry a currency.</summary>
    public IEnumerable<LedgerEntry> CorrectionsTo(CostBreakdown target, PriceMatchKind match, string version)
    {
        // The attempt is counted, and stops being counted as unpriced, in the currency that it was entered in.
        LedgerEntry? own = CorrectionIn(Attempt.Cost.Currency, target, match, version);
        if (own is not null)
        {
            yield return own;
        }

        IEnumerable<string> others = corrections.Select(static correction => correction.Cost.Currency).Append(target.Currency).Distinct(StringComparer.Ordinal);
        foreach (string currency in others.Where(currency => currency != Attempt.Cost.Currency))
        {
            if (CorrectionIn(currency, target, match, version) is { } correction)
            {
                yield return correction;
            }
        }
    }

    private LedgerEntry? CorrectionIn(string currency, CostBreakdown target, PriceMatchKind match, string version)
    {
        bool isOwn = currency == Attempt.Cost.Currency;
        CurrencyBalance balance = CurrencyBalance.Of([Attempt, .. corrections], currency);
        CostBreakdown? wanted = currency == target.Currency ? target : null;
        decimal list = balance.ListTo(wanted);
        decimal effective = balance.EffectiveTo(wanted);
        if (list == 0 && effective == 0 && !(isOwn && target.Status != Status))
        {
            return null;
        }

        Guid last = corrections.Count == 0 ? Attempt.Id : corrections[^1].Id;
        return Attempt with
        {
            Id = CorrectionId.Of(Attempt.Id, last, currency, version),
            Kind = LedgerEntryKind.Correction,
            Correction = new EntryCorrection { AttemptId = Attempt.Id, MeteredStatus = Attempt.Cost.Status, PreviousStatus = isOwn ? Status : null },
            SavingsByLever = null,
            Usage = Usage.None,
            Duration = TimeSpan.Zero,
            TimeToFirstUpdate = null,
            CatalogueVersion = version,
            PriceMatch = match,
            BaselineCost = BaselineOf(balance, effective, isOwn),
            Cost = new CostBreakdown(target.Status, list, effective, currency, balance.LinesTo(wanted))
            {
                Card = target.Card,
                Missing = target.Missing,
                Issues = target.Issues,
            },
        };
    }

    // Without levers the baseline is the effective cost and moves with it; else it stays what it was when the levers acted.
    private decimal? BaselineOf(CurrencyBalance balance, decimal effective, bool isOwn)
    {
        if (Attempt.BaselineCost is not { } baseline)
        {
            return null;
        }

        if (Status == PricingStatus.Unpriced)
        {
            return isOwn ? baseline : 0m;
        }

        return HadNoLevers() ? effective : 0m;
    }

    private bool HadNoLevers() => Attempt.Cost.Effective is { } effective && effective == Attempt.BaselineCost;
}
