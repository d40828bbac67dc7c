using System.Globalization;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>The embedder that the command line names: <c>shipped</c>, <c>vectors:FILE</c>, or for what a better one would bring <c>synthetic:WEIGHT</c>.</summary>
internal static class CacheEmbedder
{
    /// <param name="text">What the command line says; <see langword="null"/> for the shipped one.</param>
    /// <param name="truth">What the texts mean, for a synthetic embedder: equal numbers for equal meanings.</param>
    /// <exception cref="EvaluationException">The text names no embedder, or its file is missing or malformed.</exception>
    public static ITextModel Open(string? text, Func<IReadOnlyDictionary<string, int>> truth) => (text ?? "shipped").Split(':', 2) switch
    {
        ["shipped"] => new Shipped(),
        ["vectors", var path] => VectorFile.Read(path),
        ["synthetic", var weight] when double.TryParse(weight, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 1 => new SyntheticModel(new Shipped(), share, truth()),
        ["onnx", ..] => throw new EvaluationException("This program carries no ONNX runtime; write the vectors of your model to a file and name it with --embedder vectors:FILE (see VectorFile)."),
        _ => throw new EvaluationException($"--embedder is shipped, vectors:FILE or synthetic:WEIGHT, not '{text}'."),
    };

    private sealed class Shipped : ITextModel
    {
        public string Prefix => string.Empty;

        public int Dimensions => LexicalEmbeddingGenerator.Dimensions;

        public void Embed(string text, Span<float> vector) => LexicalEmbeddingGenerator.Embed(text, vector);
    }
}
