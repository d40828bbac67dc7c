using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Splits texts into words and says how likely each is to be kept: cuts them into chunks that the model can see at once, and asks it about all of them together.</summary>
internal sealed class WordScorer(LinguaOptions options, IKeepModel model)
{
    // The marks of the two ends.
    private const int Marks = 2;

    private readonly ForceTokenFinder _forceTokens = new(options.ForceTokens);
    private readonly UpstreamWords _upstream = new(options.Tokenizer, new ForceTokenFinder(options.ForceTokens), options.Protect.HasFlag(LinguaProtection.Numbers));

    public ContextWords[] Score(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<EncodedPiece>[] pieces = [.. texts.Select(Encode)];
        IReadOnlyList<Range>[] chunks = [.. pieces.Select((each, i) => ChunkCutter.Cut(each, options.MaxSequenceLength - Marks, piece => EndsChunk(texts[i], piece)))];
        int[][] sequences = [.. chunks.SelectMany((each, i) => each.Select(chunk => Frame(pieces[i].Take(chunk).Select(static piece => piece.Id))))];
        IReadOnlyList<float[]> scores = model.Score(sequences, cancellationToken);
        var words = new ContextWords[texts.Count];
        for (int i = 0, first = 0; i < words.Length; first += chunks[i].Count, i++)
        {
            words[i] = new ContextWords(texts[i], WordsOf(texts[i], Scored(pieces[i], chunks[i], scores.Skip(first))));
        }

        return words;
    }

    private static List<ScoredPiece> Scored(IReadOnlyList<EncodedPiece> pieces, IReadOnlyList<Range> chunks, IEnumerable<float[]> scores) =>
        [.. chunks.Zip(scores).SelectMany((each, chunk) => pieces.Take(each.First).Select((piece, i) => new ScoredPiece(piece, each.Second[i + 1], chunk)))];

    private IReadOnlyList<EncodedPiece> Encode(string text) => options.IsUpstream ? _upstream.Encode(text, options.ForceTokens) : options.Tokenizer.Encode(text);

    private IReadOnlyList<LinguaWord> WordsOf(string text, IReadOnlyList<ScoredPiece> pieces) => options.IsUpstream
        ? [.. pieces.GroupBy(static piece => piece.Chunk).SelectMany(_upstream.Merge)]
        : new OriginalWords(_forceTokens, options.Protect).Make(text, pieces);

    // LLMLingua-2's program gives XLM-R the marks of BERT, which it does not know (microsoft/LLMLingua#181).
    private int[] Frame(IEnumerable<int> ids) => options is { IsUpstream: true, Tokenizer.PunctuationStartsWord: true }
        ? [options.Tokenizer.UnknownId, .. ids, options.Tokenizer.UnknownId]
        : options.Tokenizer.Frame(ids);

    private bool EndsChunk(string text, EncodedPiece piece) =>
        options.ChunkEnds.Contains(piece.Text)
        || (!options.IsUpstream && piece.End < text.Length && options.ChunkEnds.Any(end => text.AsSpan(piece.End).StartsWith(end, StringComparison.Ordinal) && string.IsNullOrWhiteSpace(end)));
}
