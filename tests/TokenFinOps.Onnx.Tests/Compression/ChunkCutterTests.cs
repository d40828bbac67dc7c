using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Compression;

public class ChunkCutterTests
{
    [Fact]
    public void A_text_that_fits_is_one_chunk() => Assert.Equal(["a b c"], Cut(3, "a b c"));

    [Fact]
    public void A_long_text_is_cut_after_the_last_stop_that_fits() => Assert.Equal(["a . b .", "c d e"], Cut(5, "a . b . c d e"));

    [Fact]
    public void Without_a_stop_it_is_cut_between_words() => Assert.Equal(["a b", "c ##c ##c d"], Cut(4, "a b c ##c ##c d"));

    [Fact]
    public void A_word_longer_than_a_chunk_is_cut_anyway() => Assert.Equal(["a ##a ##a", "##a ##a"], Cut(3, "a ##a ##a ##a ##a"));

    [Fact]
    public void No_chunk_is_longer_than_the_model_sees()
    {
        string text = string.Join(' ', Enumerable.Range(0, 2_000).Select(static i => i % 97 == 0 ? "." : "w"));

        Assert.All(Cut(510, text), static chunk => Assert.InRange(chunk.Split(' ').Length, 1, 510));
        Assert.Equal(text, string.Join(' ', Cut(510, text)));
    }

    private static string[] Cut(int most, string text)
    {
        EncodedPiece[] pieces = [.. text.Split(' ').Select(static (piece, i) => new EncodedPiece(i, piece, i, i + 1, !piece.StartsWith('#'), true))];
        return [.. ChunkCutter.Cut(pieces, most, static piece => piece.Text == ".").Select(range => string.Join(' ', pieces[range].Select(static piece => piece.Text)))];
    }
}
