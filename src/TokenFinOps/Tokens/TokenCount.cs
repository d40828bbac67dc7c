namespace TokenFinOps.Tokens;

/// <summary>A number of tokens, and how far it may be too low.</summary>
/// <remarks>
/// <see cref="Tokens"/> is what to expect; <see cref="AtMost"/> is what to reserve. They are equal when the model's own tokenizer and published rules
/// gave the number. The bound is a measured one, not a proof: see <see cref="TokenEstimator"/> for how often it was exceeded.
/// Immutable and thread-safe.
/// </remarks>
/// <param name="Tokens">The expected number of tokens.</param>
/// <param name="AtMost">The number that is not expected to be exceeded; never below <paramref name="Tokens"/>.</param>
public readonly record struct TokenCount(long Tokens, long AtMost)
{
    /// <summary>Gets the count of nothing.</summary>
    public static TokenCount Zero => default;

    /// <summary>Gets the expected number of tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long Tokens { get; } = Tokens >= 0 ? Tokens : throw new ArgumentOutOfRangeException(nameof(Tokens), Tokens, "A token count cannot be negative.");

    /// <summary>Gets the number that is not expected to be exceeded: what a reservation holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below the expected number.</exception>
    public long AtMost { get; } = AtMost >= Tokens ? AtMost : throw new ArgumentOutOfRangeException(nameof(AtMost), AtMost, $"The bound cannot be below the expected {Tokens} tokens.");

    /// <summary>Gets a value indicating whether the number was counted and not estimated.</summary>
    public bool IsExact => AtMost == Tokens;

    /// <summary>Gets how far the number may be too low, as a share of it: 0 when exact, 0.1 when up to a tenth may be missing.</summary>
    public double RelativeError => Tokens == 0 ? (AtMost == 0 ? 0 : double.PositiveInfinity) : (double)(AtMost - Tokens) / Tokens;

    /// <summary>Adds two counts and their bounds.</summary>
    /// <param name="left">One count.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static TokenCount operator +(TokenCount left, TokenCount right) => left.Add(right);

    /// <summary>Makes a count that was counted.</summary>
    /// <param name="tokens">The number of tokens.</param>
    /// <returns>A count that is its own bound.</returns>
    public static TokenCount Exactly(long tokens) => new(tokens, tokens);

    /// <summary>Makes a count that was estimated.</summary>
    /// <param name="tokens">The expected number of tokens; a fraction is rounded to the nearest.</param>
    /// <param name="atMost">The bound; a fraction is rounded up.</param>
    /// <returns>The count.</returns>
    public static TokenCount About(double tokens, double atMost)
    {
        long expected = (long)Math.Round(tokens);
        return new(expected, Math.Max(expected, (long)Math.Ceiling(atMost)));
    }

    /// <summary>Adds another count and its bound.</summary>
    /// <param name="other">The other count.</param>
    /// <returns>The sum.</returns>
    public TokenCount Add(TokenCount other) => new(Tokens + other.Tokens, AtMost + other.AtMost);

    /// <summary>Shows the number, and its bound where they differ, e.g. <c>120</c> or <c>~120 (at most 140)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsExact ? $"{Tokens}" : $"~{Tokens} (at most {AtMost})";
}
