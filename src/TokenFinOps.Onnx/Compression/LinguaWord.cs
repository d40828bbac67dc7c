namespace TokenFinOps.Onnx.Compression;

/// <summary>What is kept or dropped as a whole.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Start">Where it starts in the original.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Probability">How likely it is to be kept, by its pieces on average.</param>
internal sealed record LinguaWord(string Text, int Start, int End, double Probability)
{
    /// <summary>Gets how likely it would be to be kept if nothing were forced.</summary>
    public double Unforced { get; init; } = Probability;

    /// <summary>Gets a value indicating whether it stays in any case.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets a value indicating whether it is one of the force tokens.</summary>
    public bool IsForceToken { get; init; }

    /// <summary>Gets a value indicating whether the tokenizer puts a space before it.</summary>
    public bool AfterSpace { get; init; }

    /// <summary>Gets the chunk that the model saw it in.</summary>
    public int Chunk { get; init; }
}
