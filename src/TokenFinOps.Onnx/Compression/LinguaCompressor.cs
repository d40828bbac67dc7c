using TokenFinOps.Tokens;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Shortens text by LLMLingua-2 (Pan et al., ACL 2024): a small model says of every word how likely it is to be needed, and the least likely ones are dropped.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>The text is split into the model's pieces and cut into chunks that the model can see at once.</description></item>
/// <item><description>The model gives each piece a probability to be kept; a word's is the mean of its pieces'.</description></item>
/// <item><description>Words are chosen as <see cref="LinguaOptions.Selection"/> says; what is protected stays in any case.</description></item>
/// <item><description>The words are cut out of the original text with the space between them.</description></item>
/// </list>
/// <para>The same text, target and model give the same result. Thread-safe.</para>
/// </remarks>
public sealed class LinguaCompressor : IDisposable
{
    private readonly LinguaOptions _options;
    private readonly ITokenCounter _counter;
    private readonly IKeepModel _model;
    private readonly WordScorer _scorer;
    private readonly WordDropper _dropper;

    /// <summary>Initializes a new instance of the <see cref="LinguaCompressor"/> class, and loads the model.</summary>
    /// <param name="options">The model's files and settings.</param>
    /// <param name="counter">Counts tokens as the model does that the text is for.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the model does not fit: other inputs or outputs, another vocabulary.</exception>
    /// <exception cref="FileNotFoundException">There is no model at the path.</exception>
    public LinguaCompressor(LinguaOptions options, ITokenCounter counter)
        : this(options, counter, null)
    {
    }

    internal LinguaCompressor(LinguaOptions options, ITokenCounter counter, IKeepModel? model)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(counter);
        options.Validate();
        _options = options;
        _counter = counter;
        _model = model ?? new OnnxKeepModel(options);
        _scorer = new WordScorer(options, _model);
        _dropper = new WordDropper(options, counter, Count);
    }

    /// <summary>Shortens a text. Runs on the calling thread, for as long as the model takes.</summary>
    /// <param name="text">The text. One that is short enough comes back as it is.</param>
    /// <param name="target">How short it is to become.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The shorter text, and what of the original it is made of.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinguaResult Compress(string text, LinguaTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        LinguaContextsResult result = CompressContexts([text], target, null, cancellationToken);
        LinguaContext only = result.Contexts[0];
        return new LinguaResult
        {
            Text = only.Text,
            Kept = only.Kept,
            Dropped = only.Dropped,
            TokensBefore = result.TokensBefore,
            TokensAfter = result.TokensAfter,
            TargetTokens = result.TargetTokens,
        };
    }

    /// <summary>Shortens a text on another thread.</summary>
    /// <param name="text">The text. One that is short enough comes back as it is.</param>
    /// <param name="target">How short it is to become.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The shorter text, and what of the original it is made of.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<LinguaResult> CompressAsync(string text, LinguaTarget target, CancellationToken cancellationToken = default) =>
        Task.Run(() => Compress(text, target, cancellationToken), cancellationToken);

    /// <summary>Shortens several texts under one number of tokens: those with the least likely words are left out, then words of the others are dropped. Runs on the calling thread.</summary>
    /// <param name="contexts">The texts, e.g. documents. When all together are short enough they come back as they are.</param>
    /// <param name="target">How short all of them together are to become.</param>
    /// <param name="options">How many are left out; <see langword="null"/> is as LLMLingua-2 has it, about half of what is to go.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The shorter texts, and what of the originals they are made of.</returns>
    /// <remarks>
    /// This is LLMLingua-2's context-level filter. It does not know the question: it finds texts that say little, not those that lead to no answer. In a text that is left out nothing is
    /// protected. What remains shares the tokens: the most probable words of all of them are kept, so a text gets more of the tokens the more its words are worth.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting is out of range, or two are set of which one can be.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinguaContextsResult CompressContexts(
        IReadOnlyList<string> contexts, LinguaTarget target, LinguaContextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        foreach (string context in contexts)
        {
            ArgumentNullException.ThrowIfNull(context, nameof(contexts));
        }

        options ??= LinguaContextOptions.Default;
        options.Validate();
        options.CheckNumbers(contexts.Count);
        long before = CountAll(contexts);
        long tokens = target.TokensOf(before);
        return before <= tokens
            ? new LinguaContextsResult { Text = ContextFilter.Join(contexts), Contexts = [.. contexts.Select(Unchanged)], TokensBefore = before, TokensAfter = before, TargetTokens = tokens }
            : Shorten(_scorer.Score(contexts, cancellationToken), target, options, before, tokens);
    }

    /// <summary>Shortens several texts under one number of tokens on another thread.</summary>
    /// <param name="contexts">The texts, e.g. documents. When all together are short enough they come back as they are.</param>
    /// <param name="target">How short all of them together are to become.</param>
    /// <param name="options">How many are left out; <see langword="null"/> is as LLMLingua-2 has it, about half of what is to go.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The shorter texts, and what of the originals they are made of.</returns>
    /// <exception cref="ArgumentException">A setting is out of range, or two are set of which one can be.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<LinguaContextsResult> CompressContextsAsync(
        IReadOnlyList<string> contexts, LinguaTarget target, LinguaContextOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => CompressContexts(contexts, target, options, cancellationToken), cancellationToken);

    /// <summary>Releases the model.</summary>
    public void Dispose() => (_model as IDisposable)?.Dispose();

    private static LinguaContext Unchanged(string text) => ContextOf(text, CutText.Whole(text), probability: null, isLeftOut: false);

    private static LinguaContext ContextOf(string text, CutText cut, double? probability, bool isLeftOut) => new()
    {
        Text = cut.Text,
        Kept = cut.Kept,
        Dropped = Cutting.Drop(text, cut.Kept),
        Probability = probability,
        IsLeftOut = isLeftOut,
    };

    private LinguaContextsResult Shorten(ContextWords[] contexts, LinguaTarget target, LinguaContextOptions options, long before, long tokens)
    {
        bool[] isChosen = ContextFilter.Choose(contexts, options.ShareOf(target, contexts.Length, before), options.AlwaysKeep);
        var cuts = new Queue<CutText>(Cut([.. contexts.Where((_, i) => isChosen[i])], target, before, tokens));
        LinguaContext[] results = [.. contexts.Select((context, i) => ContextOf(context.Text, isChosen[i] ? cuts.Dequeue() : CutText.Nothing, context.Probability, !isChosen[i]))];
        string[] texts = [.. results.Select(static result => result.Text)];
        return new LinguaContextsResult { Text = ContextFilter.Join(texts), Contexts = [.. results], TokensBefore = before, TokensAfter = CountAll(texts), TargetTokens = tokens };
    }

    private IReadOnlyList<CutText> Cut(ContextWords[] contexts, LinguaTarget target, long before, long tokens)
    {
        long kept = CountAll(contexts.Select(static context => context.Text));
        if (_options.IsUpstream)
        {
            // A share is of what the filter left, so LLMLingua-2's program shortens twice.
            return _dropper.Drop(contexts, target.ShareOf(kept), tokens);
        }

        // What was left out makes room for the words of the others.
        return kept <= tokens
            ? [.. contexts.Select(static context => CutText.Whole(context.Text))]
            : _dropper.Drop(contexts, target.ShareOf(before) * ((double)before / kept), tokens);
    }

    // LLMLingua-2's program counts each text alone.
    private long CountAll(IEnumerable<string> texts) => _options.IsUpstream ? texts.Sum(Count) : Count(ContextFilter.Join(texts));

    private long Count(string text) => _counter.CountText(text, _options.TargetModel).AtMost;
}
