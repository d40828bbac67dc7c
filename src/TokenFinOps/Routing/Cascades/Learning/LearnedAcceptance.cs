using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Returns an answer where it has learned that the dear deployment would add too little for its price, whether members agree or not; and asks only who is worth it.</summary>
/// <remarks>
/// <para>
/// Agreement alone escalates every disagreement. Often the dear deployment does no better there, or a single cheap answer is as good from the start. Use it with
/// <see cref="Cascade.AsksInTurn"/>, so that members that add nothing are not asked. A model that proved nothing leaves it at agreement.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
/// <param name="model">What was learned, for members in the same order.</param>
/// <param name="comparer">What says when two answers are the same: the one that the model was trained with. The default is canonical forms.</param>
/// <exception cref="ArgumentNullException">There is no model.</exception>
public sealed class LearnedAcceptance(CascadeModel model, IAnswerComparer? comparer = null) : IAnswerAcceptance
{
    private readonly CascadeModel _model = model ?? throw new ArgumentNullException(nameof(model));
    private readonly IAnswerComparer _comparer = comparer ?? AnswerComparer.Default;
    private readonly AgreementAcceptance _agreement = new(comparer);

    /// <inheritdoc/>
    public string Name => "learned";

    /// <inheritdoc/>
    public ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return _model.IsRefused ? _agreement.JudgeAsync(answers, cancellationToken) : new(Judge(answers));
    }

    private AnswerVerdict Judge(CascadeAnswers answers)
    {
        if (answers.Asked + answers.Unasked != _model.Members)
        {
            return AnswerVerdict.EscalateAtOnce($"the model was trained for {_model.Members} members, and the cascade has {answers.Asked + answers.Unasked}");
        }

        // Who is missing is not known by the answers alone, and the model knows members by their place.
        if (answers.Answers.Length < answers.Asked)
        {
            return AnswerVerdict.EscalateAtOnce("a member did not answer");
        }

        string?[] forms = [.. answers.Answers.Select(answer => _comparer.Canonicalise(answer, answers.Request.Options))];
        double[] sizes = [.. answers.Answers.Select(StageFeatures.SizeOf)];
        StageChoice choice = _model.Choose(answers.Request.Ask, forms, sizes);
        return choice.Accepted is { } index ? AnswerVerdict.Accept(index, $"{answers.Members[index]} is good enough for its price", choice.Value)
            : choice.AsksNext ? AnswerVerdict.Escalate("another opinion is worth its price", choice.Value)
            : AnswerVerdict.EscalateAtOnce("the dear deployment is worth its price", choice.Value);
    }
}
