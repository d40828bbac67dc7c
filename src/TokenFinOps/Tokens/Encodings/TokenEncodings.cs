namespace TokenFinOps.Tokens.Encodings;

/// <summary>The encodings that are counted exactly.</summary>
/// <remarks>Thread-safe. One instance serves the process, since an encoding takes tens of megabytes and never changes.</remarks>
internal sealed class TokenEncodings(Func<ITextTokenizer> loadO200k, Func<ITextTokenizer> loadCl100k)
{
    private readonly LazyEncoding _o200k = new(loadO200k);
    private readonly LazyEncoding _cl100k = new(loadCl100k);

    /// <summary>Gets the encodings that the process shares. Nothing is loaded before it is needed.</summary>
    public static TokenEncodings Shared { get; } = new(TiktokenTextTokenizer.LoadO200k, TiktokenTextTokenizer.LoadCl100k);

    /// <summary>Gets the encoding of a family.</summary>
    /// <returns>The encoding, or <see langword="null"/> when the family's tokenizer is not public or is not in a library.</returns>
    public LazyEncoding? Of(TokenizerFamily family) => family switch
    {
        TokenizerFamily.O200k or TokenizerFamily.OpenAi => _o200k,
        TokenizerFamily.Cl100k => _cl100k,
        _ => null,
    };
}
