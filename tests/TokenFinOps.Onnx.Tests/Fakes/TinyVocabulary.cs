using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>Vocabularies of a few pieces.</summary>
internal static class TinyVocabulary
{
    private static readonly string[] BertMarks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The id of the first of the pieces, in both kinds.</summary>
    public const int FirstId = 5;

    public static OnnxTokenizer WordPiece(TempFolder folder, bool lowerCase, params string[] pieces) =>
        OnnxTokenizer.WordPiece(folder.WriteLines("vocab.txt", [.. BertMarks, .. pieces]), lowerCase);

    /// <summary>A SentencePiece unigram model. All pieces are as likely per character, so long ones win.</summary>
    public static OnnxTokenizer Unigram(TempFolder folder, params string[] pieces)
    {
        var model = new Wire();
        Add(model, "<unk>", 0, type: 2);
        Add(model, "<s>", 0, type: 3);
        Add(model, "</s>", 0, type: 3);

        // fairseq's ids are one above, so that the first of the pieces comes out as FirstId.
        Add(model, "▁", -5, type: 1);
        foreach (string piece in pieces)
        {
            Add(model, piece, -1 - (0.01f * piece.Length), type: 1);
        }

        model.Message(2, new Wire().Number(3, 1).Number(40, 0).Number(41, 1).Number(42, 2));
        model.Message(3, new Wire().Text(1, "identity").Number(3, 1).Number(4, 1).Number(5, 1));
        return OnnxTokenizer.Unigram(folder.Write("sentencepiece.bpe.model", model.ToArray()));
    }

    private static void Add(Wire model, string piece, float score, int type) => model.Message(1, new Wire().Text(1, piece).Float(2, score).Number(3, type));
}
