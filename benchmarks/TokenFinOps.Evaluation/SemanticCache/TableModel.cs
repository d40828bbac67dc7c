using TokenFinOps.Embeddings;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>A learned table beside lexical vectors.</summary>
internal sealed class TableModel : ITextModel
{
    private readonly StaticTextEmbeddingGenerator _generator;

    /// <exception cref="EvaluationException">The file is missing or no table.</exception>
    public TableModel(string path)
    {
        using Stream stream = DataFile.Open(path);
        try
        {
            _generator = StaticTextEmbeddingGenerator.Load(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new EvaluationException($"'{path}': {exception.Message}", exception);
        }
    }

    public string Prefix => "table_";

    public int Dimensions => _generator.Dimensions;

    public void Embed(string text, Span<float> vector) => _generator.Embed(text, vector);
}
