using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>One of the gold answers has to stand in the text, as SQuAD compares answers.</summary>
internal sealed record AnswerCase(IReadOnlyList<ContextSource> Sources, string Question, IReadOnlyList<string> Answers) : RetentionCase(Sources, Question)
{
    /// <summary>Gets where the annotated answer stands, if that is known: chance finds short answers elsewhere.</summary>
    public (int Source, TextRange Range)? Evidence { get; init; }

    public override bool IsFair => AnswerText.HasAny(FullText, Answers);

    public override double Retained(KeptText kept) => AnswerText.HasAny(kept.Text, Answers) ? 1 : 0;
}
