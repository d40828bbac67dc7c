using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What some lines of an invoice add up to.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class InvoiceSum
{
    private static readonly UsageKind[] Parts = [UsageKind.InputTokens, UsageKind.CacheReadTokens, UsageKind.CacheWriteTokens, UsageKind.OutputTokens];

    private readonly ExactSum[] _partAmounts = new ExactSum[Parts.Length];
    private readonly decimal[] _counts = new decimal[Parts.Length];
    private ExactSum _amount;
    private bool _hasAmount;
    private bool _hasTokens;

    public decimal? Amount => _hasAmount ? _amount.ToDecimal() : null;

    public TokenCounts? Tokens => _hasTokens ? new TokenCounts(_counts[0], _counts[1], _counts[2], _counts[3]) : null;

    public void Add(InvoiceLine line)
    {
        int part = line.Kind is { } kind ? Array.IndexOf(Parts, kind) : -1;
        if (line.Amount is { } amount)
        {
            _hasAmount = true;
            _amount.Add(amount);
            if (part >= 0)
            {
                _partAmounts[part].Add(amount);
            }
        }

        if (part >= 0 && line.Quantity is { } quantity)
        {
            _hasTokens = true;
            _counts[part] += quantity;
        }
    }

    public void Add(InvoiceSum other)
    {
        _amount.Add(other._amount);
        _hasAmount |= other._hasAmount;
        _hasTokens |= other._hasTokens;
        for (int part = 0; part < Parts.Length; part++)
        {
            _partAmounts[part].Add(other._partAmounts[part]);
            _counts[part] += other._counts[part];
        }
    }

    /// <summary>Gets what the invoice charges for a token of a part: input, cache read, cache write, output; <see langword="null"/> when it does not tell.</summary>
    public decimal? PriceOf(int part) => _counts[part] != 0 && !_partAmounts[part].IsZero ? _partAmounts[part].ToDecimal() / _counts[part] : null;
}
