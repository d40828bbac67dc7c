namespace TokenFinOps.Routing.Complexity;

/// <summary>How a <see cref="ComplexityTrainer"/> trains.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ComplexityTrainerOptions
{
    /// <summary>Gets into how many parts the examples are divided for cross-validation, 2 to 20. The default is 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets how many bits a term's number has, 8 to 15: a model has two to that power bytes. The default is 14.</summary>
    public int TermBits { get; init; } = 14;

    /// <summary>Gets the seed of folds and intervals: the same examples and seed give the same model. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        if (Folds is < 2 or > 20 || TermBits is < 8 or > 15)
        {
            throw new ArgumentException($"{nameof(Folds)} is {Folds} and must be 2 to 20; {nameof(TermBits)} is {TermBits} and must be 8 to 15.");
        }
    }
}
