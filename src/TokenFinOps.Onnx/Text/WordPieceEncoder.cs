using System.Text;
using Microsoft.ML.Tokenizers;

namespace TokenFinOps.Onnx.Text;

/// <summary>Splits text as BERT does: into words, punctuation and Chinese characters, and words into pieces.</summary>
/// <remarks>Words are found in the original text and then encoded one by one, so that their places are known whatever the tokenizer makes of their letters.</remarks>
internal sealed class WordPieceEncoder : OnnxTokenizer
{
    private const string Continuation = "##";

    private readonly BertTokenizer _tokenizer;

    public WordPieceEncoder(string path, bool lowerCase)
        : base(path)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(path))
        {
            ids.TryAdd(line.TrimEnd('\r'), ids.Count);
        }

        FirstId = IdOf("[CLS]");
        LastId = IdOf("[SEP]");
        PaddingId = IdOf("[PAD]");
        UnknownId = IdOf("[UNK]");
        IdOf("[MASK]");
        HighestId = ids.Count - 1;
        _tokenizer = BertTokenizer.Create(path, new BertOptions { LowerCaseBeforeTokenization = lowerCase, RemoveNonSpacingMarks = lowerCase, IndividuallyTokenizeCjk = true });

        int IdOf(string piece) => ids.TryGetValue(piece, out int id) ? id : throw new ArgumentException(
            $"'{path}' has no piece {piece}, so it is not the vocab.txt of a BERT model.", nameof(path));
    }

    internal override int FirstId { get; }

    internal override int LastId { get; }

    internal override int PaddingId { get; }

    internal override int UnknownId { get; }

    internal override int HighestId { get; }

    internal override bool PunctuationStartsWord => false;

    internal override IReadOnlyList<EncodedPiece> Encode(string text)
    {
        var pieces = new List<EncodedPiece>();
        int start = -1;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            bool isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isSpace || BertCharacters.StandsAlone(rune))
            {
                Add(text, start, at, pieces);
                start = -1;
                if (!isSpace)
                {
                    Add(text, at, at + length, pieces);
                }
            }
            else if (start < 0)
            {
                start = at;
            }

            at += length;
        }

        Add(text, start, text.Length, pieces);
        return pieces;
    }

    private void Add(string text, int start, int end, List<EncodedPiece> pieces)
    {
        if (start < 0)
        {
            return;
        }

        string word = text[start..end];
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(word, out _);
        string[] pure = [.. tokens.Select(static token => token.Value.StartsWith(Continuation, StringComparison.Ordinal) ? token.Value[Continuation.Length..] : token.Value)];

        // Lower case and lost accents keep the length of most words. Where they do not, or a word is unknown, each piece stands for the whole word.
        bool isExact = pure.Sum(static piece => piece.Length) == word.Length;
        int at = start;
        for (int i = 0; i < tokens.Count; i++)
        {
            pieces.Add(new EncodedPiece(tokens[i].Id, pure[i], isExact ? at : start, isExact ? at + pure[i].Length : end, i == 0, i == 0));
            at += pure[i].Length;
        }
    }
}
