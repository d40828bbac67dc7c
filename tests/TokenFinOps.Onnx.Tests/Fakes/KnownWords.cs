using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>A BERT vocabulary of words and a model that keeps each of them with a known probability; any other word with 0.5.</summary>
internal sealed class KnownWords : IDisposable
{
    private readonly TempFolder _folder = new();

    public KnownWords(params (string Word, double Probability)[] words)
    {
        Tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: false, [.. words.Select(static word => word.Word)]);
        float[][] rows = [.. Enumerable.Repeat(0.5, TinyVocabulary.FirstId).Concat(words.Select(static word => word.Probability)).Select(LogitsOf)];
        ModelPath = new TinyModel { Rows = rows }.WriteTo(_folder);
    }

    public OnnxTokenizer Tokenizer { get; }

    public string ModelPath { get; }

    /// <summary>Settings under which nothing is protected.</summary>
    public LinguaOptions Options => new() { ModelPath = ModelPath, Tokenizer = Tokenizer, Protect = LinguaProtection.None };

    public LinguaCompressor Compressor(Func<LinguaOptions, LinguaOptions>? with = null) => new(with is null ? Options : with(Options), new WordCounter());

    public void Dispose() => _folder.Dispose();

    private static float[] LogitsOf(double probability) => [0f, (float)Math.Log(probability / (1 - probability))];
}
