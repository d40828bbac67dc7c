using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TokenFinOps.Pricing;

/// <summary>How much of each <see cref="UsageKind"/> a call used: inclusive counts, as the provider reports them.</summary>
/// <remarks>
/// <para>
/// Counts are inclusive: <see cref="UsageKind.InputTokens"/> is all input, and <see cref="UsageKind.CacheReadTokens"/> says how much of it came from the cache.
/// A kind that was not reported is absent, which is not the same as zero.
/// </para>
/// <para>Amounts are <see cref="decimal"/> because seconds are fractional; token counts are whole. Immutable and thread-safe.</para>
/// </remarks>
public readonly struct Usage : IEquatable<Usage>
{
    // Whole counts up to this can be added up, all kinds at once, without leaving a long.
    internal const long MaxWhole = 1L << 56;

    private readonly ulong _mask;

    // The amounts of the kinds in the mask, lowest kind first: long[] wherever all are whole, which is what makes pricing fast, else decimal[].
    private readonly Array? _amounts;

    internal Usage(ulong mask, decimal[] amounts)
    {
        _mask = mask;
        _amounts = Array.TrueForAll(amounts, IsWholeAmount) ? Array.ConvertAll(amounts, decimal.ToInt64) : amounts;
    }

    internal Usage(ulong mask, long[] amounts)
    {
        _mask = mask;
        _amounts = amounts;
    }

    /// <summary>Initializes a new instance of the <see cref="Usage"/> struct.</summary>
    /// <param name="amounts">The kinds and their amounts; an amount given twice for one kind is added up.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public Usage(params ReadOnlySpan<(UsageKind Kind, decimal Amount)> amounts)
    {
        ulong mask = 0;
        foreach ((UsageKind kind, decimal amount) in amounts)
        {
            if (amount < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(amounts), amount, $"{kind.Name()} cannot be negative; leave it out when it is unknown.");
            }

            mask |= 1UL << (int)kind;
        }

        var sums = new decimal[BitOperations.PopCount(mask)];
        foreach ((UsageKind kind, decimal amount) in amounts)
        {
            sums[Slot(mask, (int)kind)] += amount;
        }

        this = new Usage(mask, sums);
    }

    /// <summary>Gets the usage that reports nothing.</summary>
    public static Usage None => default;

    /// <summary>Gets the kinds that were reported, zero or not.</summary>
    public UsageKindSet Kinds => new(_mask);

    /// <summary>Gets a value indicating whether nothing was reported.</summary>
    public bool IsEmpty => _mask == 0;

    /// <summary>Gets the inclusive total of input tokens, or zero when it was not reported.</summary>
    public decimal InputTokens => this[UsageKind.InputTokens];

    /// <summary>Gets the inclusive total of output tokens, or zero when it was not reported.</summary>
    public decimal OutputTokens => this[UsageKind.OutputTokens];

    internal ulong Mask => _mask;

    /// <summary>Gets a value indicating whether every amount is a whole number, as <see cref="WholeAmounts"/> has them.</summary>
    internal bool IsWhole => _amounts is not decimal[];

    internal ReadOnlySpan<long> WholeAmounts => IsWhole ? Unsafe.As<long[]?>(_amounts) : default(ReadOnlySpan<long>);

    internal ReadOnlySpan<decimal> ExactAmounts => _amounts as decimal[];

    /// <summary>Gets the amount of a kind, or zero when it was not reported.</summary>
    /// <param name="kind">The kind.</param>
    public decimal this[UsageKind kind] => AmountAt((int)kind);

    /// <summary>Compares two usages.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when they report the same kinds and amounts.</returns>
    public static bool operator ==(Usage left, Usage right) => left.Equals(right);

    /// <summary>Compares two usages.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when they report different kinds or amounts.</returns>
    public static bool operator !=(Usage left, Usage right) => !left.Equals(right);

    /// <summary>Adds two usages kind by kind.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum; it reports every kind that either reports.</returns>
    public static Usage operator +(Usage left, Usage right) => Combine(left, right, static (a, b) => a + b);

    /// <summary>Makes the usage of a text call, in tokens. Leave out what was not reported.</summary>
    /// <param name="input">All input tokens, cached ones included.</param>
    /// <param name="output">All output tokens, reasoning included.</param>
    /// <param name="cached">The input tokens that were read from the prompt cache.</param>
    /// <param name="cacheWrite">The input tokens that were written to the prompt cache.</param>
    /// <param name="reasoning">The output tokens that were reasoning.</param>
    /// <returns>The usage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Usage Of(long? input = null, long? output = null, long? cached = null, long? cacheWrite = null, long? reasoning = null)
    {
        Span<(UsageKind, decimal)> amounts = stackalloc (UsageKind, decimal)[5];
        int count = 0;
        Add(amounts, ref count, UsageKind.InputTokens, input);
        Add(amounts, ref count, UsageKind.OutputTokens, output);
        Add(amounts, ref count, UsageKind.CacheReadTokens, cached);
        Add(amounts, ref count, UsageKind.CacheWriteTokens, cacheWrite);
        Add(amounts, ref count, UsageKind.OutputReasoningTokens, reasoning);
        return new Usage(amounts[..count]);

        static void Add(Span<(UsageKind, decimal)> amounts, ref int count, UsageKind kind, long? amount)
        {
            if (amount is { } value)
            {
                amounts[count++] = (kind, value);
            }
        }
    }

    /// <summary>Adds two usages kind by kind.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static Usage Add(Usage left, Usage right) => left + right;

    /// <summary>Takes the larger amount of each kind, which is how cumulative snapshots of one answer fold into its total.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    /// <returns>The usage that reports, for every kind, the larger amount.</returns>
    public static Usage Max(Usage left, Usage right) => Combine(left, right, Math.Max);

    /// <summary>Finds out whether a kind was reported.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns><see langword="true"/> when it was reported, be it as zero.</returns>
    public bool Reports(UsageKind kind) => (_mask & (1UL << (int)kind)) != 0;

    /// <summary>Makes a usage that reports one kind with another amount.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="amount">Its new amount.</param>
    /// <returns>The changed usage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public Usage With(UsageKind kind, decimal amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ulong mask = _mask | (1UL << (int)kind);
        var amounts = new decimal[BitOperations.PopCount(mask)];
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int next = BitOperations.TrailingZeroCount(rest);
            amounts[Slot(mask, next)] = next == (int)kind ? amount : AmountAt(next);
        }

        return new Usage(mask, amounts);
    }

    /// <inheritdoc/>
    public bool Equals(Usage other) => _mask == other._mask && WholeAmounts.SequenceEqual(other.WholeAmounts) && ExactAmounts.SequenceEqual(other.ExactAmounts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Usage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_mask);
        foreach (long amount in WholeAmounts)
        {
            hash.Add(amount);
        }

        foreach (decimal amount in ExactAmounts)
        {
            hash.Add(amount);
        }

        return hash.ToHashCode();
    }

    /// <summary>Lists what was reported, e.g. <c>input_tokens=1000 cache_read_tokens=400</c>.</summary>
    /// <returns>The kinds and amounts.</returns>
    public override string ToString()
    {
        Usage self = this;
        return string.Join(' ', Kinds.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Name()}={self[kind]}")));
    }

    internal decimal AmountAt(int kind)
    {
        if ((_mask & (1UL << kind)) == 0)
        {
            return 0m;
        }

        int slot = Slot(_mask, kind);
        return _amounts is decimal[] exact ? exact[slot] : WholeAmounts[slot];
    }

    private static bool IsWholeAmount(decimal amount) => amount <= MaxWhole && decimal.IsInteger(amount);

    private static int Slot(ulong mask, int kind) => BitOperations.PopCount(mask & ((1UL << kind) - 1));

    private static Usage Combine(Usage left, Usage right, Func<decimal, decimal, decimal> combine)
    {
        ulong mask = left._mask | right._mask;
        if (mask == 0)
        {
            return default;
        }

        var amounts = new decimal[BitOperations.PopCount(mask)];
        int slot = 0;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            amounts[slot++] = combine(left.AmountAt(kind), right.AmountAt(kind));
        }

        return new Usage(mask, amounts);
    }
}
