using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>As much as possible of the annotated turns of a conversation has to be kept, by their tokens.</summary>
/// <param name="Sources">The meeting.</param>
/// <param name="Question">What is asked about it.</param>
/// <param name="Turns">The annotated turns: where each stands, and its tokens.</param>
internal sealed record SpanCase(IReadOnlyList<ContextSource> Sources, string Question, IReadOnlyList<(TextRange Range, long Tokens)> Turns) : RetentionCase(Sources, Question)
{
    public override double Retained(KeptText kept) =>
        Turns.Sum(turn => turn.Tokens * KeptShare(turn.Range, kept.Ranges[0])) / Turns.Sum(static turn => turn.Tokens);

    private static double KeptShare(TextRange turn, IReadOnlyList<TextRange> kept) =>
        kept.Sum(range => Math.Max(0, Math.Min(range.End, turn.End) - Math.Max(range.Start, turn.Start))) / (double)turn.Length;
}
