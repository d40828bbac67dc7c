using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>A network that chooses as another one did: the pieces of a text that are in a shorter text as well, in its order, have the probability 1, the others 0.</summary>
/// <remarks>Each text has to be one chunk.</remarks>
internal sealed class KnownChoice(OnnxTokenizer tokenizer, string[] forceTokens, params (string Text, string Shorter)[] texts) : IKeepModel
{
    public IReadOnlyList<float[]> Score(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken) => [.. texts.Select(each => Score(each.Text, each.Shorter))];

    private float[] Score(string text, string shorter)
    {
        var upstream = new UpstreamWords(tokenizer, new ForceTokenFinder(forceTokens), favoursDigits: false);
        ScoredPiece[] pieces = [.. upstream.Encode(text, forceTokens).Select(static piece => new ScoredPiece(piece, 0, 0))];
        string[] kept = [.. upstream.Merge(upstream.Encode(shorter, forceTokens).Select(static piece => new ScoredPiece(piece, 0, 0))).Select(static word => word.Text)];
        LinguaWord[] words = [.. upstream.Merge(pieces)];
        bool[] chosen = Align([.. words.Select(static word => word.Text)], kept);
        var starts = words.Where((_, i) => chosen[i]).ToDictionary(static word => word.Start, static word => word.End);
        return [0, .. pieces.Select(piece => starts.Any(word => word.Key <= piece.Piece.Start && piece.Piece.End <= word.Value) ? 1f : 0f), 0];
    }

    /// <summary>Finds the longest common subsequence.</summary>
    private static bool[] Align(string[] all, string[] kept)
    {
        var lengths = new int[all.Length + 1, kept.Length + 1];
        for (int i = all.Length - 1; i >= 0; i--)
        {
            for (int j = kept.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = all[i] == kept[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var chosen = new bool[all.Length];
        for (int i = 0, j = 0; i < all.Length && j < kept.Length;)
        {
            if (all[i] == kept[j])
            {
                (chosen[i], i, j) = (true, i + 1, j + 1);
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return chosen;
    }
}
