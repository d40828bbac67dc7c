using System.Globalization;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Accepts what several deployments agree on. Answers that cannot be compared, such as free prose, are never agreed on (<see cref="SimilarityAcceptance"/> may).</summary>
/// <remarks>An answer with a problem that <see cref="AnswerCheck"/> finds agrees with nothing. Two cheap models that agree are right as often as the dear one, on structured work (measured by <c>TokenFinOps.Evaluation cascade</c>). Immutable and thread-safe.</remarks>
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
        string?[] forms = [.. answers.Answers.Select(answer => FormOf(answer, answers.Request.Options))];
        int most = 0;
        for (int i = 0; i < forms.Length; i++)
        {
            int equal = forms[i] is { } form ? forms.Count(each => each == form) : 0;
            if (equal >= needed)
            {
                return new(AnswerVerdict.Accept(i, string.Create(CultureInfo.InvariantCulture, $"{equal} of {answers.Asked} agree")));
            }

            most = Math.Max(most, equal);
        }

        string reason = forms.Contains(null) ? "an answer cannot be compared"
            : answers.Answers.Length + answers.Unasked < needed ? "too few members answered"
            : "the members disagree";

        // Opinions that are still to come cannot make up for what is missing: they would be paid for nothing.
        return new(most + answers.Unasked < needed ? AnswerVerdict.EscalateAtOnce(reason) : AnswerVerdict.Escalate(reason));
    }

    // Two calls of a tool that was not offered, or two broken documents, agree that much and are of no use.
    private string? FormOf(ChatResponse answer, ChatOptions? options) => AnswerCheck.Default.Check(answer, options) is null ? _comparer.Canonicalise(answer, options) : null;
}
