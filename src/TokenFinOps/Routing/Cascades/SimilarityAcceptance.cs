using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Accepts what several deployments agree on, as <see cref="AgreementAcceptance"/> does, and free prose too, where it says the same by its embeddings.</summary>
/// <remarks>
/// <para>
/// Use it by choice, and measure it on your own answers: a similarity is a weaker sign than equality. Answers in a form that can be compared are compared in that form; only two that
/// both are prose go by similarity, and not even those that are said to contradict each other. A similarity cannot tell "on" from "off"; the semantic cache's
/// <see cref="Caching.Guard.ParaphraseGuard"/> can, and finds other numbers, names and code too: what it knows of language is English.
/// </para>
/// <para>What embedding costs is on the ledger, as part of the request, when the embedder is metered (<c>UseTokenFinOps</c>). Thread-safe when the embedder is.</para>
/// </remarks>
public sealed class SimilarityAcceptance : IAnswerAcceptance
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embedder;
    private readonly float _threshold;
    private readonly Func<string, string, bool> _contradict;
    private readonly IAnswerComparer _comparer;
    private readonly int? _needed;

    /// <summary>Initializes a new instance of the <see cref="SimilarityAcceptance"/> class.</summary>
    /// <param name="embedder">What turns prose into vectors. It is not disposed.</param>
    /// <param name="threshold">
    /// The cosine from which on two texts say the same, above 0 to 1. It belongs to the embedder: <see cref="Embeddings.EmbedderCalibration"/> finds one that unrelated texts hardly reach.
    /// </param>
    /// <param name="contradict">
    /// Whether two texts differ in what a similarity hides, e.g. <c>static (one, other) => ParaphraseGuard.Compare(one, other) != GuardFindings.None</c>. Thread-safe.
    /// </param>
    /// <param name="comparer">What says when two answers with a definite form are the same; <see langword="null"/> for the canonical forms of <see cref="AnswerComparer"/>.</param>
    /// <param name="needed">How many answers must say the same; <see langword="null"/> for all members'.</param>
    /// <exception cref="ArgumentNullException">There is no embedder, or nothing that says what contradicts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of its range, or fewer than two are needed.</exception>
    public SimilarityAcceptance(
        IEmbeddingGenerator<string, Embedding<float>> embedder, float threshold, Func<string, string, bool> contradict, IAnswerComparer? comparer = null, int? needed = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(contradict);
        if (needed is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 2, nameof(needed));
        }

        _embedder = embedder;
        _threshold = threshold is > 0 and <= 1 ? threshold
            : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is a cosine above 0 and at most 1; EmbedderCalibration finds one for your embedder.");
        _contradict = contradict;
        _comparer = comparer ?? AnswerComparer.Default;
        _needed = needed;
    }

    /// <inheritdoc/>
    public string Name => "similarity";

    /// <inheritdoc/>
    public async ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        int needed = _needed ?? answers.Asked + answers.Unasked;
        if (answers.Answers.Length < needed)
        {
            return AnswerVerdict.Escalate("too few members answered");
        }

        string?[] forms = [.. answers.Answers.Select(answer => _comparer.Canonicalise(answer, answers.Request.Options))];
        string?[] prose = [.. answers.Answers.Select((answer, i) => forms[i] is null ? AnswerProse.Of(answer, answers.Request.Options) : null)];
        ReadOnlyMemory<float>[] vectors = await EmbedAsync(prose, cancellationToken);
        double closest = double.NegativeInfinity;
        for (int i = 0; i < forms.Length; i++)
        {
            double[] similarities = [.. Enumerable.Range(0, forms.Length).Select(other => other == i ? 1 : SimilarityOf(i, other)).OrderDescending()];
            double least = similarities[needed - 1];
            if (least >= _threshold)
            {
                int same = similarities.Count(similarity => similarity >= _threshold);
                return AnswerVerdict.Accept(i, string.Create(CultureInfo.InvariantCulture, $"{same} of {answers.Asked} say the same"), least);
            }

            closest = Math.Max(closest, least);
        }

        return AnswerVerdict.Escalate("the members disagree", double.IsFinite(closest) ? closest : null);

        double SimilarityOf(int one, int other) =>
            forms[one] is { } form ? (form == forms[other] ? 1 : double.NegativeInfinity)
            : prose[one] is { } text && prose[other] is { } second ? Compare(text, vectors[one], second, vectors[other])
            : double.NegativeInfinity;
    }

    private double Compare(string one, ReadOnlyMemory<float> vector, string other, ReadOnlyMemory<float> second)
    {
        if (one == other)
        {
            return 1;
        }

        if (_contradict(one, other))
        {
            return double.NegativeInfinity;
        }

        // Of a vector of zeroes the cosine is no number, and it is similar to nothing.
        double similarity = TensorPrimitives.CosineSimilarity(vector.Span, second.Span);
        return double.IsNaN(similarity) ? double.NegativeInfinity : similarity;
    }

    // Nothing is asked of an embedder when no two texts could be compared.
    private async Task<ReadOnlyMemory<float>[]> EmbedAsync(string?[] prose, CancellationToken cancellationToken)
    {
        string[] texts = [.. prose.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (texts.Length < 2)
        {
            return new ReadOnlyMemory<float>[prose.Length];
        }

        GeneratedEmbeddings<Embedding<float>> made = await _embedder.GenerateAsync(texts, cancellationToken: cancellationToken);
        return made.Count == texts.Length
            ? [.. prose.Select(text => text is null ? default : made[Array.IndexOf(texts, text)].Vector)]
            : throw new InvalidOperationException($"The embedder gave {made.Count} vectors for {texts.Length} texts.");
    }
}
