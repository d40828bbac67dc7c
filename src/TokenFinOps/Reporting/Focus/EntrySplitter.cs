using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Splits a ledger entry into the rows that it belongs to: one a SKU price. Not thread-safe.</summary>
/// <remarks>
/// What the lines of the bill do not explain, such as a total that the provider reported, is a SKU of its own whose unit is the currency, so that list costs add up.
/// </remarks>
internal sealed class EntrySplitter(FocusExportOptions options, SkuTable skus, CommitmentBook commitments)
{
    private readonly TimeSpan _length = ChargeCalendar.LengthOf(options.Granularity);
    private readonly Dictionary<string, FocusResource?> _resources = [];

    private decimal[] _lists = new decimal[8];
    private ExactSum[] _effective = new ExactSum[8];

    /// <summary>Adds the parts of a priced entry to a list.</summary>
    public void Split(LedgerEntry entry, List<(RowKey Key, RowPart Part)> parts)
    {
        ReadOnlySpan<CostLine> lines = entry.Cost.Lines.AsSpan();
        decimal list = entry.Cost.List.GetValueOrDefault();
        decimal effective = entry.Cost.Effective.GetValueOrDefault();
        ExactSum unexplained = MeasureLines(lines, list);
        bool isWhole = unexplained.IsZero && (lines.Length > 0 || effective == 0);
        int count = lines.Length + (isWhole ? 0 : 1);
        if (count == 0)
        {
            return;
        }

        _lists[lines.Length] = unexplained.ToDecimal();
        EffectiveSpread.Write(_lists.AsSpan(0, count), list, effective, _effective);
        AddLines(entry, lines, parts);
        if (!isWhole)
        {
            FocusSku sku = skus.OfReported(entry);
            decimal requests = entry.Kind == LedgerEntryKind.Attempt && lines.IsEmpty ? 1 : 0;
            parts.Add((Key(entry, sku, null), new RowPart { List = unexplained, Effective = _effective[lines.Length], Quantity = requests }));
        }
    }

    private ExactSum MeasureLines(ReadOnlySpan<CostLine> lines, decimal list)
    {
        if (lines.Length >= _lists.Length)
        {
            _lists = new decimal[lines.Length * 2];
            _effective = new ExactSum[lines.Length * 2];
        }

        ExactSum unexplained = default;
        unexplained.Add(list);
        for (int i = 0; i < lines.Length; i++)
        {
            _lists[i] = lines[i].Cost;
            unexplained.Subtract(_lists[i]);
        }

        return unexplained;
    }

    private void AddLines(LedgerEntry entry, ReadOnlySpan<CostLine> lines, List<(RowKey Key, RowPart Part)> parts)
    {
        decimal reasoning = UnpricedReasoning(entry, lines);
        for (int i = 0; i < lines.Length; i++)
        {
            CostLine line = lines[i];
            var part = new RowPart
            {
                Quantity = line.Quantity,
                EstimatedQuantity = entry.UsageOrigin == UsageOrigin.Estimated ? line.Quantity : 0m,
                Effective = _effective[i],
            };
            part.List.Add(_lists[i]);
            FocusCommitment? commitment = commitments.Draw(entry, line, part.Effective, out decimal drawn, out ExactSum share);
            if (commitment is not null)
            {
                part.Effective = share;
                part.CommitmentQuantity = drawn;
            }

            if (reasoning > 0 && line.Kind is UsageKind.OutputTokens or UsageKind.OutputTextTokens)
            {
                part.ReasoningTokens = reasoning;
                reasoning = 0;
            }

            parts.Add((Key(entry, skus.Of(entry, line), commitment), part));
        }
    }

    private static decimal UnpricedReasoning(LedgerEntry entry, ReadOnlySpan<CostLine> lines)
    {
        decimal reasoning = entry.Usage[UsageKind.OutputReasoningTokens];
        if (reasoning == 0)
        {
            return 0;
        }

        foreach (ref readonly CostLine line in lines)
        {
            if (FocusMeter.Of(line.Kind).TokenType == "Reasoning")
            {
                return 0;
            }
        }

        return reasoning;
    }

    private RowKey Key(LedgerEntry entry, FocusSku sku, FocusCommitment? commitment) => new(
        ChargeCalendar.PeriodOf(entry.Timestamp, _length),
        sku,
        entry.Tags,
        Contracted(sku, entry.Terms?.Adjustment),
        entry.Kind == LedgerEntryKind.Correction && !(entry.Timestamp >= options.InvoicedUntil),
        entry.Terms?.Region ?? sku.Provider.RegionId,
        ResourceOf(entry),
        commitment);

    private static decimal Contracted(FocusSku sku, PriceAdjustment? adjustment) => adjustment is null || (adjustment.DiscountPercent == 0 && adjustment.MarginPercent == 0)
        ? sku.UnitPrice
        : Decimals.Trim((adjustment with { FixedPerCall = 0 }).Apply(sku.UnitPrice));

    private FocusResource? ResourceOf(LedgerEntry entry)
    {
        if (options.ResourceOf is null)
        {
            return null;
        }

        string deployment = entry.Deployment ?? string.Empty;
        if (!_resources.TryGetValue(deployment, out FocusResource? resource))
        {
            _resources[deployment] = resource = options.ResourceOf(entry.Deployment);
        }

        return resource;
    }
}
