namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Compares what an invoice and a ledger say of the same day and model. Pure.</summary>
internal static class LineComparison
{
    private const int Parts = 4;
    private const int Decimals = 15;

    // Prices per token are quotients. What is left over below this is their rounding.
    private const decimal Rounding = 0.000_000_000_001m;

    public static ReconciliationLine Compare(ReconciliationKey key, InvoiceSum? invoice, LedgerSum? ledger, bool hasAmounts, ReconciliationOptions options)
    {
        LedgerSum metered = ledger ?? new LedgerSum();
        decimal? amount = invoice is null && hasAmounts ? 0m : invoice?.Amount;
        decimal? difference = amount - (options.Basis == ReconciliationBasis.List ? metered.List : metered.Effective);
        decimal? volume = difference is { } gap && invoice?.Tokens is { } tokens ? VolumeEffect(gap, tokens, invoice, metered, options.Basis) : null;
        var line = new ReconciliationLine
        {
            Day = key.Day,
            Model = key.Model,
            Project = key.Project,
            ApiKey = key.ApiKey,
            Currency = key.Currency,
            InvoiceAmount = amount,
            LedgerEffective = metered.Effective,
            LedgerList = metered.List,
            Difference = difference,
            VolumeEffect = volume,
            PriceEffect = difference - volume,
            InvoiceTokens = invoice?.Tokens,
            LedgerTokens = metered.Tokens,
            Attempts = metered.Attempts,
            Unpriced = metered.Unpriced,
            EstimatedUsage = metered.EstimatedUsage,
        };
        return line with { Status = StatusOf(line, invoice is not null, ledger is not null, options) };
    }

    private static ReconciliationStatus StatusOf(ReconciliationLine line, bool isInvoiced, bool isMetered, ReconciliationOptions options)
    {
        bool sameTokens = line.InvoiceTokens is not { } tokens || tokens.IsWithin(options.RelativeTolerance, line.LedgerTokens);
        if (IsSmall(line.Difference, line.InvoiceAmount, options) ?? (isInvoiced ? sameTokens : line.LedgerTokens.Total == 0))
        {
            return ReconciliationStatus.Matched;
        }

        if (!isInvoiced || !isMetered)
        {
            return isInvoiced ? ReconciliationStatus.MissingInLedger : ReconciliationStatus.MissingInInvoice;
        }

        if (line.InvoiceTokens is null)
        {
            return ReconciliationStatus.AmountDiffers;
        }

        return sameTokens ? ReconciliationStatus.PriceDiffers
            : IsSmall(line.PriceEffect, line.InvoiceAmount, options) ?? true ? ReconciliationStatus.VolumeDiffers
            : ReconciliationStatus.PriceAndVolumeDiffer;
    }

    /// <returns><see langword="null"/> when there is no amount to judge.</returns>
    private static bool? IsSmall(decimal? difference, decimal? amount, ReconciliationOptions options) => difference is { } gap
        ? Math.Abs(gap) <= Math.Max(options.AbsoluteTolerance, options.RelativeTolerance * Math.Abs(amount ?? 0m))
        : null;

    /// <summary>Values the tokens that one side has more of: at the ledger's price, else at the invoice's own.</summary>
    private static decimal VolumeEffect(decimal difference, TokenCounts tokens, InvoiceSum invoice, LedgerSum ledger, ReconciliationBasis basis)
    {
        if (tokens == ledger.Tokens)
        {
            return 0m;
        }

        decimal effect = 0m;
        for (int part = 0; part < Parts; part++)
        {
            effect += (PartOf(tokens, part) - PartOf(ledger.Tokens, part)) * (ledger.PriceOf(part, basis) ?? invoice.PriceOf(part) ?? 0m);
        }

        return ledger.Tokens.Total == 0 || Math.Abs(difference - effect) <= Rounding ? difference : Math.Round(effect, Decimals);
    }

    private static decimal PartOf(TokenCounts counts, int part) => part switch
    {
        0 => counts.Input,
        1 => counts.CacheRead,
        2 => counts.CacheWrite,
        _ => counts.Output,
    };
}
