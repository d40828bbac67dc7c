namespace TokenFinOps.Tokens.Encodings;

/// <summary>An encoding that is loaded once, when it is first needed, and then shared.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LazyEncoding(Func<ITextTokenizer> load)
{
    private readonly Lazy<ITextTokenizer> _tokenizer = new(load, LazyThreadSafetyMode.ExecutionAndPublication);
    private int _requested;

    /// <summary>Gets the encoding if it is in memory; otherwise sees to it that it will be.</summary>
    public ITextTokenizer? IfLoaded()
    {
        if (_tokenizer.IsValueCreated)
        {
            return _tokenizer.Value;
        }

        if (Interlocked.Exchange(ref _requested, 1) == 0)
        {
            // If it cannot be loaded, counts stay estimates and say so; LoadAsync tells why.
            _ = LoadAsync(CancellationToken.None);
        }

        return null;
    }

    /// <summary>Gets the encoding, and waits for it if need be.</summary>
    public ITextTokenizer Load() => _tokenizer.Value;

    /// <summary>Loads the encoding on the thread pool. Cancellation ends the wait, not the loading.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => Task.Run(Load, CancellationToken.None).WaitAsync(cancellationToken);
}
