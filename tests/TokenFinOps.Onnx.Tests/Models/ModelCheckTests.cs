using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Embeddings;
using TokenFinOps.Onnx.Tests.Fakes;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Models;

public sealed class ModelCheckTests : IDisposable
{
    private static readonly float[][] SixRows = [.. Enumerable.Repeat<float[]>([0f, 1f], 6)];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_model_is_named_and_the_cure_as_well()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => Compressor(_folder.PathOf("nowhere.onnx")));

        Assert.Contains("nowhere.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Contains("README", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused() => Refuses(_folder.Write("model.onnx", [1, 2, 3]), "cannot be loaded");

    [Fact]
    public void A_model_with_a_cache_of_earlier_tokens_is_refused() =>
        Refuses(new TinyModel { Rows = SixRows, Inputs = ["input_ids", "past_key_values"] }.WriteTo(_folder), "past_key_values");

    [Fact]
    public void A_model_with_another_output_is_refused() => Refuses(new TinyModel { Rows = SixRows, Output = "scores" }.WriteTo(_folder), "scores");

    [Fact]
    public void A_model_with_three_labels_is_refused() =>
        Refuses(new TinyModel { Rows = [.. Enumerable.Repeat<float[]>([0f, 1f, 2f], 6)] }.WriteTo(_folder), "[batch, sequence, 2]");

    [Fact]
    public void A_model_of_other_numbers_is_refused() => Refuses(new TinyModel { Rows = SixRows, GivesDouble = true }.WriteTo(_folder), "Double");

    [Fact]
    public void A_model_that_takes_small_integers_is_refused() => Refuses(new TinyModel { Rows = SixRows, TakesInt32 = true }.WriteTo(_folder), "Int32");

    [Fact]
    public void A_vocabulary_of_another_model_is_found_out_before_it_is_used() => Refuses(new TinyModel { Rows = SixRows[..4] }.WriteTo(_folder), "vocab.txt");

    [Fact]
    public void An_embedding_model_is_checked_alike()
    {
        string path = new TinyModel { Rows = SixRows }.WriteTo(_folder);

        var fault = Assert.Throws<ArgumentException>(() => new OnnxEmbeddingGenerator(new OnnxEmbeddingOptions { ModelPath = path, Tokenizer = Vocabulary() }));

        Assert.Contains("last_hidden_state", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Settings_out_of_range_are_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinguaCompressor(
            new LinguaOptions { ModelPath = "any", Tokenizer = Vocabulary(), MaxSequenceLength = length }, new WordCounter()));

    private void Refuses(string path, string because) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(() => Compressor(path)).Message, StringComparison.Ordinal);

    private LinguaCompressor Compressor(string path) => new(new LinguaOptions { ModelPath = path, Tokenizer = Vocabulary() }, new WordCounter());

    private OnnxTokenizer Vocabulary() => TinyVocabulary.WordPiece(_folder, lowerCase: false, "a");
}
