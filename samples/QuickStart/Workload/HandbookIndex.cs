using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace QuickStart.Workload;

/// <summary>Finds the pages of the handbook that are nearest to a question: by embeddings, or by shared words where there are none.</summary>
internal sealed class HandbookIndex(IEmbeddingGenerator<string, Embedding<float>> generator, string? model)
{
    private static readonly char[] Separators = [' ', '\n', ',', '.', '?', ':', ';', '-'];

    private GeneratedEmbeddings<Embedding<float>>? _pages;

    /// <summary>Embeds the pages, once, before the first question.</summary>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        if (model is not null)
        {
            _pages = await generator.GenerateAsync(PromptFiles.Handbook, Options(), cancellationToken);
        }
    }

    /// <summary>Finds pages, the nearest first.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string question, int count, CancellationToken cancellationToken)
    {
        Func<int, double> score = _pages is { } pages
            ? ByEmbedding(pages, await generator.GenerateVectorAsync(question, Options(), cancellationToken))
            : ByWords(question);
        return [.. Enumerable.Range(0, PromptFiles.Handbook.Count).OrderByDescending(score).Take(count).Select(static page => PromptFiles.Handbook[page])];
    }

    private static Func<int, double> ByEmbedding(GeneratedEmbeddings<Embedding<float>> pages, ReadOnlyMemory<float> question) =>
        page => TensorPrimitives.CosineSimilarity(question.Span, pages[page].Vector.Span);

    private static Func<int, double> ByWords(string question)
    {
        string[] words = [.. question.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(static word => word.Length > 3)];
        return page => words.Count(word => PromptFiles.Handbook[page].Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private EmbeddingGenerationOptions Options() => new() { ModelId = model };
}
