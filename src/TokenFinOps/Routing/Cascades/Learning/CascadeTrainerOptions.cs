using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>How a <see cref="CascadeTrainer"/> trains, and how much quality it may give away.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CascadeTrainerOptions
{
    /// <summary>Gets the most quality that may be lost on average, of a scale from 0 to 1. The default is 0: the answers must be as good as the dear deployment's.</summary>
    public double MaximumLoss { get; init; }

    /// <summary>Gets how sure that must be, 0.5 to below 1. The default is 0.9.</summary>
    public double Confidence { get; init; } = 0.9;

    /// <summary>
    /// Gets of how many requests to come that is promised, at least 1; their mean scatters. The default is <see langword="null"/>: of the average over all prompts like the examples.
    /// </summary>
    public int? Requests { get; init; }

    /// <summary>Gets into how many parts the examples are divided for cross-validation, 2 to 20. The default is 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets how many bits a term's number has, 8 to 15: a model has two to that power bytes for each member, and as many for the cost. The default is 13.</summary>
    public int TermBits { get; init; } = 13;

    /// <summary>Gets the seed of the parts: the same examples and seed give the same model. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets what says when two answers are the same; the cascade must use the same. The default is canonical forms.</summary>
    public IAnswerComparer Comparer { get; init; } = AnswerComparer.Default;

    internal void Validate()
    {
        if (MaximumLoss is not (>= 0 and < 1) || Confidence is not (>= 0.5 and < 1) || Folds is < 2 or > 20 || TermBits is < 8 or > 15 || Comparer is null || Requests is < 1)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{nameof(MaximumLoss)} is {MaximumLoss} and must be 0 to below 1; {nameof(Confidence)} {Confidence}, 0.5 to below 1; {nameof(Folds)} {Folds}, 2 to 20; {nameof(TermBits)} {TermBits}, 8 to 15; {nameof(Comparer)} must not be null; {nameof(Requests)} {Requests}, at least 1 or null."));
        }
    }
}
