namespace TokenFinOps.Onnx.Compression;

/// <summary>How short a text is to become: a number of tokens, or a share of those it has. Immutable and thread-safe.</summary>
public readonly record struct LinguaTarget
{
    private readonly long? _tokens;
    private readonly double _share;

    private LinguaTarget(long? tokens, double share) => (_tokens, _share) = (tokens, share);

    /// <summary>Asks for at most so many tokens.</summary>
    /// <param name="tokens">The number, in the target's tokenizer.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is not positive.</exception>
    public static LinguaTarget Tokens(long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        return new LinguaTarget(tokens, 0);
    }

    /// <summary>Asks for at most a share of the tokens.</summary>
    /// <param name="share">Above 0, at most 1; 0.33 makes a text a third as long. It is LLMLingua's <c>rate</c>.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not above 0 and at most 1.</exception>
    public static LinguaTarget Share(double share) => share is > 0 and <= 1
        ? new LinguaTarget(null, share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and at most 1; e.g. 0.33 for a third of the tokens.");

    internal long TokensOf(long tokens) => _tokens ?? (long)Math.Floor(tokens * Checked());

    internal double ShareOf(long tokens) => _tokens is { } known ? Math.Min(1.0, (double)known / Math.Max(1, tokens)) : Checked();

    // Half of what is to go goes with whole texts, the rest with words of the others.
    internal double ContextShareOf(long tokens) => _tokens is { } known ? 2.0 * known / Math.Max(1, tokens) : (Checked() + 1) / 2;

    private double Checked() => _share > 0 ? _share : throw new InvalidOperationException("This target asks for nothing; make one with LinguaTarget.Tokens or LinguaTarget.Share.");
}
