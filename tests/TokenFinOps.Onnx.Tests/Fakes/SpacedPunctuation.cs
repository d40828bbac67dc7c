using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>Splits as XLM-R does where its words are concerned: at spaces, and punctuation of ASCII is a piece of its own.</summary>
internal sealed class SpacedPunctuation() : OnnxTokenizer("made up")
{
    internal override int FirstId => 0;

    internal override int PaddingId => 1;

    internal override int LastId => 2;

    internal override int UnknownId => 3;

    internal override int HighestId => 4;

    internal override bool PunctuationStartsWord => true;

    internal override IReadOnlyList<EncodedPiece> Encode(string text)
    {
        var pieces = new List<EncodedPiece>();
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            bool afterSpace = at == 0 || char.IsWhiteSpace(text[at - 1]);
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && (at == start || (!BertCharacters.IsAsciiPunctuation(text[at]) && !BertCharacters.IsAsciiPunctuation(text[start]))))
            {
                at++;
            }

            if (at > start)
            {
                pieces.Add(new EncodedPiece(4, text[start..at], start, at, afterSpace, afterSpace));
            }
            else
            {
                at++;
            }
        }

        return pieces;
    }
}
