using System.Globalization;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Accepts what several deployments agree on. Answers that cannot be compared, such as free prose, are never agreed on (<see cref="SimilarityAcceptance"/> may).</summary>
/// <remarks>Two cheap models that agree are right as often as the dear one, on structured work (measured by <c>TokenFinOps.Evaluation cascade</c>). Immutable and thread-safe.</remarks>
public sealed class AgreementAcceptance : IAnswerAcceptance
{
    private readonly IAnswerComparer _comparer;
    private readonly int? _needed;

    /// <summary>Initializes a new instance of the <see cref="AgreementAcceptance"/> class.</summary>
    /// <param name="comparer">What says when two answers are the same; <see langword="null"/> for the canonical forms of <see cref="AnswerComparer"/>.</param>
    /// <param name="needed">How many answers must be equal; <see langword="null"/> for all members'.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two are needed.</exception>
    public AgreementAcceptance(IAnswerComparer? comparer = null, int? needed = null)
    {
        if (needed is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 2, nameof(needed));
        }

        _comparer = comparer ?? new AnswerComparer();
        _needed = needed;
    }

    /// <inheritdoc/>
    public string Name => "agreement";

    /// <summary>Gets how many answers must be equal; <see langword="null"/> for all members'.</summary>
    internal int? Needed => _needed;

    /// <inheritdoc/>
    public ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        int needed = _needed ?? answers.Asked + answers.Unasked;
        string?[] forms = [.. answers.Answers.Select(answer => _comparer.Canonicalise(answer, answers.Request.Options))];
        for (int i = 0; i + needed <= forms.Length; i++)
        {
            int equal = forms[i] is { } form ? forms.Count(each => each == form) : 0;
            if (equal >= needed)
            {
                return new(AnswerVerdict.Accept(i, string.Create(CultureInfo.InvariantCulture, $"{equal} of {answers.Asked} agree")));
            }
        }

        return new(AnswerVerdict.Escalate(
            answers.Answers.Length < needed ? "too few members answered"
            : forms.Contains(null) ? "an answer cannot be compared"
            : "the members disagree"));
    }
}
