using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace TokenFinOps.Onnx.Text;

/// <summary>Splits text as XLM-RoBERTa does, by a SentencePiece unigram model.</summary>
/// <remarks>
/// No piece reaches across a space, so what lies between spaces is encoded by itself: the pieces are the same, and their places in the original text follow, also where the
/// model normalizes a character into others.
/// </remarks>
internal sealed class UnigramEncoder : OnnxTokenizer
{
    private const char Space = '▁';
    private const int FirstOfFairseq = 4;

    private readonly SentencePieceTokenizer _tokenizer;

    public UnigramEncoder(string path)
        : base(path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            _tokenizer = SentencePieceTokenizer.Create(file, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception fault)
        {
            throw new ArgumentException($"'{path}' is no SentencePiece model: {fault.Message}", nameof(path), fault);
        }

        HighestId = _tokenizer.Vocabulary.Values.Max() + 1;
    }

    internal override int FirstId => 0;

    internal override int PaddingId => 1;

    internal override int LastId => 2;

    internal override int UnknownId => 3;

    internal override int HighestId { get; }

    internal override bool PunctuationStartsWord => true;

    internal override IReadOnlyList<EncodedPiece> Encode(string text)
    {
        var pieces = new List<EncodedPiece>();
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            for (; at < text.Length && !char.IsWhiteSpace(text[at]); at++)
            {
            }

            if (at > start)
            {
                Add(text, start, at, pieces);
            }

            for (; at < text.Length && char.IsWhiteSpace(text[at]); at++)
            {
            }
        }

        return pieces;
    }

    private void Add(string text, int start, int end, List<EncodedPiece> pieces)
    {
        string word = text[start..end];
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(word, out string? normalized);
        int[]? places = PlacesIn(word, (normalized ?? word).TrimStart(Space));
        int at = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            bool afterSpace = tokens[i].Value.StartsWith(Space);
            string pure = afterSpace ? tokens[i].Value[1..] : tokens[i].Value;
            int next = places is null ? 0 : Math.Min(at + pure.Length, places.Length - 1);
            (int from, int to) = places is null ? (start, end) : (start + places[at], start + places[next]);
            pieces.Add(new EncodedPiece(IdOf(tokens[i].Id), pure, from, to, afterSpace, afterSpace));
            at = next;
        }
    }

    // Ids 0 to 2 are <unk>, <s> and </s> of SentencePiece, of which text gives only the first.
    private int IdOf(int id) => id + 1 < FirstOfFairseq ? UnknownId : id + 1;

    /// <summary>Finds where each character of the normalized word, and its end, comes from; nothing where that cannot be told.</summary>
    private int[]? PlacesIn(string word, string normalized)
    {
        if (word == normalized)
        {
            return [.. Enumerable.Range(0, word.Length + 1)];
        }

        var places = new List<int>(normalized.Length + 1);
        var seen = new StringBuilder(normalized.Length);
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            string part = (_tokenizer.Normalizer?.Normalize(elements.GetTextElement()) ?? elements.GetTextElement()).TrimStart(Space);
            seen.Append(part);
            places.AddRange(Enumerable.Repeat(elements.ElementIndex, part.Length));
        }

        places.Add(word.Length);
        return seen.ToString() == normalized ? [.. places] : null;
    }
}
