namespace TokenFinOps.Tokens;

/// <summary>Says how a <see cref="TokenCounter"/> trades exactness for time and memory.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record TokenCounterOptions
{
    /// <summary>Gets what a count does while its tokenizer is not in memory yet.</summary>
    /// <value>The default is <see cref="LoadingBehavior.Estimate"/>.</value>
    public LoadingBehavior WhileLoading { get; init; }

    /// <summary>Gets the length, in characters, up to which a text is counted in full. A longer one is counted in samples and extrapolated.</summary>
    /// <value>The default is 131,072: some 30,000 tokens of English.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 32,768.</exception>
    public int ExactLength
    {
        get;
        init => field = value >= MinimumExactLength
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ExactLength), value, $"Texts shorter than {MinimumExactLength} characters are always counted in full.");
    } = 131_072;

    /// <summary>Gets how many texts' counts are kept, so that a growing conversation is counted once. One takes about 150 bytes; texts are not kept.</summary>
    /// <value>The default is 16,384.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 16.</exception>
    public int CachedTexts
    {
        get;
        init => field = value >= 16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CachedTexts), value, "Keep the counts of at least 16 texts.");
    } = 16_384;

    internal static int MinimumExactLength => 32_768;
}
