using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Text;
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
    // The marks of the two ends.
    private const int Marks = 2;

    private readonly LinguaOptions _options;
    private readonly ITokenCounter _counter;
    private readonly IKeepModel _model;
    private readonly ForceTokenFinder _forceTokens;
    private readonly UpstreamWords _upstream;
    private readonly Thresholds _thresholds;

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
        _forceTokens = new ForceTokenFinder(options.ForceTokens);
        _upstream = new UpstreamWords(options.Tokenizer, _forceTokens, options.Protect.HasFlag(LinguaProtection.Numbers));
        _thresholds = new Thresholds(counter, options.TargetModel);
        _model = model ?? new OnnxKeepModel(options);
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
        long before = Count(text);
        long tokens = target.TokensOf(before);
        if (before <= tokens)
        {
            return ResultOf(text, text, [new TextRange(0, text.Length)], before, tokens);
        }

        IReadOnlyList<ScoredPiece> pieces = Score(text, cancellationToken);
        if (_options.IsUpstream)
        {
            return CompressAsUpstream(text, pieces, target.ShareOf(before), before, tokens);
        }

        IReadOnlyList<LinguaWord> words = WithoutConsecutive(new OriginalWords(_forceTokens, _options.Protect).Make(text, pieces), target.ShareOf(before));
        ImmutableArray<TextRange> kept = _options.Selection == LinguaSelection.ExactBudget
            ? new Budget(text, words, Count).Choose(tokens)
            : Cutting.Keep(text, words, [.. ChunksOf(words).SelectMany(chunk => _thresholds.Choose(chunk, target.ShareOf(before)))]);
        return ResultOf(text, Cutting.Join(text, kept), kept, before, tokens);
    }

    /// <summary>Shortens a text on another thread.</summary>
    /// <param name="text">The text. One that is short enough comes back as it is.</param>
    /// <param name="target">How short it is to become.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The shorter text, and what of the original it is made of.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<LinguaResult> CompressAsync(string text, LinguaTarget target, CancellationToken cancellationToken = default) =>
        Task.Run(() => Compress(text, target, cancellationToken), cancellationToken);

    /// <summary>Releases the model.</summary>
    public void Dispose() => (_model as IDisposable)?.Dispose();

    private static IEnumerable<IReadOnlyList<LinguaWord>> ChunksOf(IEnumerable<LinguaWord> words) =>
        words.GroupBy(static word => word.Chunk).OrderBy(static chunk => chunk.Key).Select(static chunk => chunk.ToList());

    private List<ScoredPiece> Score(string text, CancellationToken cancellationToken)
    {
        IReadOnlyList<EncodedPiece> pieces = _options.IsUpstream ? _upstream.Encode(text, _options.ForceTokens) : _options.Tokenizer.Encode(text);
        IReadOnlyList<Range> chunks = ChunkCutter.Cut(pieces, _options.MaxSequenceLength - Marks, piece => EndsChunk(text, piece));
        IReadOnlyList<float[]> scores = _model.Score([.. chunks.Select(chunk => Frame(pieces.Take(chunk).Select(static piece => piece.Id)))], cancellationToken);
        return [.. chunks.SelectMany((range, chunk) => pieces.Take(range).Select((piece, i) => new ScoredPiece(piece, scores[chunk][i + 1], chunk)))];
    }

    // LLMLingua-2's program gives XLM-R the marks of BERT, which it does not know (microsoft/LLMLingua#181).
    private int[] Frame(IEnumerable<int> ids) => _options is { IsUpstream: true, Tokenizer.PunctuationStartsWord: true }
        ? [_options.Tokenizer.UnknownId, .. ids, _options.Tokenizer.UnknownId]
        : _options.Tokenizer.Frame(ids);

    private bool EndsChunk(string text, EncodedPiece piece) =>
        _options.ChunkEnds.Contains(piece.Text)
        || (!_options.IsUpstream && piece.End < text.Length && _options.ChunkEnds.Any(end => text.AsSpan(piece.End).StartsWith(end, StringComparison.Ordinal) && string.IsNullOrWhiteSpace(end)));

    private LinguaResult CompressAsUpstream(string text, IReadOnlyList<ScoredPiece> pieces, double share, long before, long tokens)
    {
        var parts = new List<string>();
        var kept = new List<LinguaWord>();
        foreach (IGrouping<int, ScoredPiece> chunk in pieces.GroupBy(static piece => piece.Chunk))
        {
            IReadOnlyList<LinguaWord> words = WithoutConsecutive(_upstream.Merge(chunk), share);
            bool[] isKept = _thresholds.Choose(words, share);
            List<LinguaWord> chosen = [.. words.Where((_, i) => isKept[i])];
            if (_options.DropConsecutive)
            {
                chosen = [.. chosen.Where((word, i) => i == 0 || !word.IsForceToken || chosen[i - 1].Text != word.Text)];
            }

            parts.Add(UpstreamWords.Join(chosen));
            kept.AddRange(chosen);
        }

        ImmutableArray<TextRange> ranges = [.. kept.Select(static word => new TextRange(word.Start, word.End)).Where(static range => range.Length > 0)];
        return ResultOf(text, string.Concat(parts), ranges, before, tokens);
    }

    private IReadOnlyList<LinguaWord> WithoutConsecutive(IReadOnlyList<LinguaWord> words, double share) => _options.DropConsecutive
        ? [.. ChunksOf(words).SelectMany(chunk => ConsecutiveTokens.Drop(chunk, (int)(100 * (1 - share))))]
        : words;

    private LinguaResult ResultOf(string text, string result, ImmutableArray<TextRange> kept, long before, long tokens) => new()
    {
        Text = result,
        Kept = kept,
        Dropped = Cutting.Drop(text, kept),
        TokensBefore = before,
        TokensAfter = ReferenceEquals(text, result) ? before : Count(result),
        TargetTokens = tokens,
    };

    private long Count(string text) => _counter.CountText(text, _options.TargetModel).AtMost;
}
