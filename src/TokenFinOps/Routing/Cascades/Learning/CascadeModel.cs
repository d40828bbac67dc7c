using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>When a cascade returns an answer, asks another member or the dear deployment: learned by <see cref="CascadeTrainer"/>, used by <see cref="LearnedAcceptance"/>.</summary>
/// <remarks>It holds for the members, in their order, the prices and the kind of work that it was trained on. Immutable and thread-safe.</remarks>
public sealed class CascadeModel
{
    internal CascadeModel(QuantisedWeights[] prompts, CascadeStage[] stages, CascadeModelFigures figures) => (Prompts, Stages, Figures) = (prompts, stages, figures);

    /// <summary>Gets how many members the cascade has.</summary>
    public int Members => Prompts.Length - 1;

    /// <summary>Gets a value indicating whether nothing could be proved: the cascade then goes by agreement alone.</summary>
    public bool IsRefused => Stages.Length == 0;

    /// <summary>Gets on what it was trained, and how good it is.</summary>
    public CascadeModelFigures Figures { get; }

    // What the dear deployment adds to each member, and last what it costs.
    internal QuantisedWeights[] Prompts { get; }

    internal CascadeStage[] Stages { get; }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where it is read from, to its end.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">It is no model, is damaged, or was written by a later version.</exception>
    public static CascadeModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CascadeModelFile.Read(stream);
    }

    /// <summary>Writes the model: some 8 KB for each member and 8 KB more, in a format of its own.</summary>
    /// <param name="stream">Where it is written to.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(CascadeModelFile.Write(this));
    }

    /// <summary>Chooses what is done after some members have answered.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="forms">The canonical forms of the answers so far.</param>
    /// <param name="sizes">How much they say.</param>
    internal StageChoice Choose(string prompt, ReadOnlySpan<string?> forms, ReadOnlySpan<double> sizes) =>
        Stages[forms.Length - 1].Choose(AnswerPattern.Of(forms), StageFeatures.Of(ScoresOf(prompt), prompt.Length, sizes), Figures.Price);

    private double[] ScoresOf(string prompt)
    {
        int bits = Prompts[0].Bits;
        Span<int> terms = stackalloc int[PromptReader.MaxTerms];
        Span<ulong> seen = stackalloc ulong[PromptReader.SeenWords(bits)];
        Span<float> features = stackalloc float[PromptCounts.Features];
        int count = PromptReader.Read(prompt, bits, terms, seen, features);
        double[] scores = new double[Prompts.Length];
        for (int member = 0; member < scores.Length; member++)
        {
            scores[member] = Prompts[member].Score(terms[..count], features);
        }

        return scores;
    }
}
