using TokenFinOps.Onnx.Models;

namespace TokenFinOps.Onnx.Compression;

/// <summary>The probabilities of a token classification with two labels, drop and keep.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OnnxKeepModel : IKeepModel, IDisposable
{
    private const string Remedy = "Export it with optimum-cli and --task token-classification.";

    private readonly OnnxModel _model;
    private readonly LinguaOptions _options;

    public OnnxKeepModel(LinguaOptions options)
    {
        _options = options;
        _model = new OnnxModel(options.ModelPath, ["logits"], options.Threads, Remedy);
        try
        {
            if (_model.OutputShape is not [_, _, 2 or < 0])
            {
                throw new ArgumentException(
                    $"The output of '{options.ModelPath}' has the shape [{string.Join(", ", _model.OutputShape)}]; [batch, sequence, 2] is needed: a label for dropping and one for keeping.");
            }

            _model.CheckVocabulary(options.Tokenizer.HighestId, options.Tokenizer.Name);
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    public IReadOnlyList<float[]> Score(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken)
    {
        var scores = new float[sequences.Count][];
        foreach (int[] places in TokenBatch.Plan(sequences, _options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] batch = _model.Run(new TokenBatch([.. places.Select(place => sequences[place])], _options.Tokenizer.PaddingId), output => Read(output, places, sequences));
            for (int i = 0; i < places.Length; i++)
            {
                scores[places[i]] = batch[i];
            }
        }

        return scores;
    }

    public void Dispose() => _model.Dispose();

    private static float[][] Read(BatchOutput output, int[] places, IReadOnlyList<int[]> sequences)
    {
        if (output.Size != 2)
        {
            throw new InvalidOperationException($"The model gives {output.Size} labels a piece; 2 are needed, drop and keep. {Remedy}");
        }

        var scores = new float[places.Length][];
        for (int row = 0; row < places.Length; row++)
        {
            scores[row] = new float[sequences[places[row]].Length];
            for (int i = 0; i < scores[row].Length; i++)
            {
                ReadOnlySpan<float> logits = output.Of(row, i);
                scores[row][i] = 1f / (1f + MathF.Exp(logits[0] - logits[1]));
            }
        }

        return scores;
    }
}
