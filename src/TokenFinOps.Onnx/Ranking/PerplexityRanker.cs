using System.Collections.Immutable;
using System.Numerics.Tensors;
using TokenFinOps.Onnx.Models;

namespace TokenFinOps.Onnx.Ranking;

/// <summary>Ranks documents by how well they lead to a question (LongLLMLingua, Jiang et al., ACL 2024, section 4.1): how little the question surprises a language model after each.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PerplexityRanker : IDisposable
{
    private const string Remedy = "Export it with optimum-cli and --task text-generation, which keeps no earlier tokens (with-past does).";

    private readonly OnnxModel _model;
    private readonly PerplexityRankerOptions _options;

    /// <summary>Initializes a new instance of the <see cref="PerplexityRanker"/> class, and loads the model.</summary>
    /// <param name="options">The model's files and settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the model has other inputs or outputs.</exception>
    /// <exception cref="FileNotFoundException">There is no model at the path.</exception>
    public PerplexityRanker(PerplexityRankerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _model = new OnnxModel(options.ModelPath, ["logits"], options.Threads, Remedy);
        if (_model.OutputShape.Count != 3)
        {
            _model.Dispose();
            throw new ArgumentException($"The output of '{options.ModelPath}' has {_model.OutputShape.Count} dimensions; [batch, sequence, vocabulary] is needed. {Remedy}", nameof(options));
        }
    }

    /// <summary>Ranks documents, the one first that leads to the question best. Runs on the calling thread, once through the model a document.</summary>
    /// <param name="question">The question.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>All documents; those that are alike in the order that they came in.</returns>
    /// <exception cref="ArgumentException">The question is empty, or leaves no room for a document.</exception>
    /// <exception cref="InvalidOperationException">The tokenizer gives ids that the model does not know.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ImmutableArray<RankedDocument> Rank(string question, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        ArgumentNullException.ThrowIfNull(documents);
        int[] asked = [.. _options.Tokenizer.EncodeToIds(question + _options.Suffix)];
        if (asked.Length >= _options.MaxSequenceLength)
        {
            throw new ArgumentException($"The question has {asked.Length} tokens, which leaves nothing of {_options.MaxSequenceLength} for a document. Shorten it.", nameof(question));
        }

        IReadOnlyList<int[]> sequences = [.. documents.Select(document => SequenceOf(document, asked))];
        var surprises = new double[documents.Count];
        foreach (int[] places in TokenBatch.Plan(sequences, _options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] batch = _model.Run(new TokenBatch([.. places.Select(place => sequences[place])], paddingId: 0), output => SurprisesIn(output, places, sequences, asked));
            for (int i = 0; i < places.Length; i++)
            {
                surprises[places[i]] = batch[i];
            }
        }

        return [.. surprises.Select(static (surprise, index) => new RankedDocument(index, surprise)).OrderBy(static document => document.Surprise)];
    }

    /// <summary>Ranks documents on another thread.</summary>
    /// <param name="question">The question.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>All documents, the one first that leads to the question best.</returns>
    public Task<ImmutableArray<RankedDocument>> RankAsync(string question, IReadOnlyList<string> documents, CancellationToken cancellationToken = default) =>
        Task.Run(() => Rank(question, documents, cancellationToken), cancellationToken);

    /// <summary>Releases the model.</summary>
    public void Dispose() => _model.Dispose();

    private int[] SequenceOf(string document, int[] asked) =>
        [.. _options.Tokenizer.EncodeToIds(document).Take(_options.MaxSequenceLength - asked.Length), .. asked];

    private static double[] SurprisesIn(BatchOutput output, int[] places, IReadOnlyList<int[]> sequences, int[] asked)
    {
        var surprises = new double[places.Length];
        for (int row = 0; row < places.Length; row++)
        {
            // A token is foreseen from the place before it; the first of all is not, which only an empty document brings about.
            int[] sequence = sequences[places[row]];
            int first = Math.Max(1, sequence.Length - asked.Length);
            for (int i = first; i < sequence.Length; i++)
            {
                surprises[row] += SurpriseOf(output.Of(row, i - 1), sequence[i]);
            }

            surprises[row] /= Math.Max(1, sequence.Length - first);
        }

        return surprises;
    }

    private static double SurpriseOf(ReadOnlySpan<float> logits, int id)
    {
        if (id >= logits.Length)
        {
            throw new InvalidOperationException($"The tokenizer gives the id {id}, but the model knows {logits.Length}. Take the tokenizer that the model was exported with.");
        }

        float highest = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += MathF.Exp(logit - highest);
        }

        return Math.Log(sum) + highest - logits[id];
    }
}
