namespace TokenFinOps.Routing.Complexity;

/// <summary>A small linear model over a prompt's words, pairs of words and looks that says how much the prompt would gain from the stronger model.</summary>
/// <remarks>
/// <para>
/// Trained by <see cref="ComplexityTrainer"/> on the user's own examples: a model of one workload and pair of models says little about another. A score takes some
/// microseconds and allocates nothing. Of a prompt beyond 4,000 characters the first and the last 2,000 are read.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class ComplexityModel : IPromptScorer
{
    private readonly QuantisedWeights _weights;

    internal ComplexityModel(QuantisedWeights weights, ScoreCalibration calibration, ComplexityModelFigures figures) =>
        (_weights, Calibration, Figures) = (weights, calibration, figures);

    /// <summary>Gets the map from a score to the probability that the cheap model is good enough.</summary>
    public ScoreCalibration Calibration { get; }

    /// <summary>Gets on what it was trained, and how good it is.</summary>
    public ComplexityModelFigures Figures { get; }

    internal QuantisedWeights Weights => _weights;

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where it is read from, to its end.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">It is no model, is damaged, or was written by a later version.</exception>
    public static ComplexityModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ComplexityModelFile.Read(stream);
    }

    /// <summary>Writes the model: some 18 KB in a format of its own.</summary>
    /// <param name="stream">Where it is written to.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(ComplexityModelFile.Write(this));
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<char> prompt)
    {
        Span<int> terms = stackalloc int[PromptReader.MaxTerms];
        Span<ulong> seen = stackalloc ulong[PromptReader.SeenWords(_weights.Bits)];
        Span<float> features = stackalloc float[PromptCounts.Features];
        int count = PromptReader.Read(prompt, _weights.Bits, terms, seen, features);
        return _weights.Score(terms[..count], features);
    }

    /// <summary>Gets the probability that the cheap model's answer to a prompt is no worse than the strong model's.</summary>
    /// <param name="prompt">What the user asks.</param>
    /// <returns>The probability, 0 to 1.</returns>
    public double CheapIsGoodEnough(ReadOnlySpan<char> prompt) => Calibration.CheapIsGoodEnough(Score(prompt));
}
