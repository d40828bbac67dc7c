using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Merges pieces to words as LLMLingua-2 does (llmlingua/prompt_compressor.py, merge of tokens to words), and puts words together as it does.</summary>
internal sealed class UpstreamWords(OnnxTokenizer tokenizer, ForceTokenFinder forceTokens, bool favoursDigits)
{
    /// <summary>Splits a text into pieces, with one piece for each force token that the tokenizer has no piece for.</summary>
    public IReadOnlyList<EncodedPiece> Encode(string text, IEnumerable<string> tokens)
    {
        var placeholders = new ForceTokenFinder(tokens.Where(token => tokenizer.Encode(token).Count != 1));
        var pieces = new List<EncodedPiece>();
        int start = 0;
        foreach (TextRange found in placeholders.In(text))
        {
            AddPart(text, start, found.Start, pieces);
            pieces.Add(new EncodedPiece(tokenizer.UnknownId, found.Of(text).ToString(), found.Start, found.End, StartsWord: true, AfterSpace: false));
            start = found.End;
        }

        AddPart(text, start, text.Length, pieces);
        return pieces;
    }

    /// <summary>Merges the pieces of one chunk.</summary>
    public IReadOnlyList<LinguaWord> Merge(IEnumerable<ScoredPiece> pieces)
    {
        var words = new List<LinguaWord>();
        var merged = new List<ScoredPiece>();
        foreach (ScoredPiece piece in pieces)
        {
            if (merged.Count > 0 && StartsWord(piece.Piece))
            {
                words.Add(WordOf(merged));
                merged.Clear();
            }

            merged.Add(piece);
        }

        if (merged.Count > 0)
        {
            words.Add(WordOf(merged));
        }

        return words;
    }

    /// <summary>Puts the words of one chunk together.</summary>
    public static string Join(IEnumerable<LinguaWord> words) => string.Concat(words.Select(static word => word.AfterSpace ? " " + word.Text : word.Text)).Trim(' ');

    private void AddPart(string text, int start, int end, List<EncodedPiece> pieces) =>
        pieces.AddRange(tokenizer.Encode(text[start..end]).Select(piece => piece with { Start = piece.Start + start, End = piece.End + start }));

    private bool StartsWord(EncodedPiece piece) =>
        piece.StartsWord
        || forceTokens.Has(piece.Text)
        || (tokenizer.PunctuationStartsWord && piece.Text.Length == 1 && BertCharacters.IsAsciiPunctuation(piece.Text[0]));

    private LinguaWord WordOf(List<ScoredPiece> pieces) => new(
        string.Concat(pieces.Select(static piece => piece.Piece.Text)), pieces[0].Piece.Start, pieces[^1].Piece.End, pieces.Average(ProbabilityOf))
    {
        Unforced = pieces.Average(static piece => piece.Probability),
        AfterSpace = pieces[0].Piece.AfterSpace,
        IsForceToken = forceTokens.Has(pieces[0].Piece.Text),
        Chunk = pieces[0].Chunk,
    };

    private double ProbabilityOf(ScoredPiece piece) =>
        forceTokens.Has(piece.Piece.Text) || (favoursDigits && piece.Piece.Text.Any(char.IsDigit)) ? 1.0 : piece.Probability;
}
