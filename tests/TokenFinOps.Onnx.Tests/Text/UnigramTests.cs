using TokenFinOps.Onnx.Tests.Fakes;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Text;

public sealed class UnigramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ids_are_those_of_fairseq_and_places_those_of_the_text()
    {
        const string text = "the  cats\nthe cat.";
        OnnxTokenizer tokenizer = TinyVocabulary.Unigram(_folder, "▁the", "▁cat", "s", ".");

        Assert.Equal(["5:the", "6:cat", "7:s", "5:the", "6:cat", "8:."], tokenizer.Encode(text).Select(piece => $"{piece.Id}:{text[piece.Start..piece.End]}"));
        Assert.Equal([0, 6, 9, 2], tokenizer.Frame([6, 9]));
    }

    [Fact]
    public void A_character_that_the_model_does_not_know_has_fairseqs_unknown_id()
    {
        OnnxTokenizer tokenizer = TinyVocabulary.Unigram(_folder, "▁the", "▁cat");

        Assert.Contains(tokenizer.Encode("the 💡 cat"), static piece => piece.Id == 3);
    }

    [Fact]
    public void Words_start_after_spaces_only()
    {
        OnnxTokenizer tokenizer = TinyVocabulary.Unigram(_folder, "▁新闻", "内容", "▁x");

        Assert.Equal([("新闻", true), ("内容", false), ("x", true)], tokenizer.Encode("新闻内容 x").Select(static piece => (piece.Text, piece.StartsWord)));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        string path = _folder.Write("some.model", [1, 2, 3, 4]);

        Assert.Contains(path, Assert.Throws<ArgumentException>(() => OnnxTokenizer.Unigram(path)).Message, StringComparison.Ordinal);
    }
}
