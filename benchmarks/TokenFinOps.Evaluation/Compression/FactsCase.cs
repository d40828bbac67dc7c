using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>All supporting sentences have to be kept whole.</summary>
internal sealed record FactsCase(IReadOnlyList<ContextSource> Sources, string Question, IReadOnlyList<(int Source, TextRange Range)> Facts) : RetentionCase(Sources, Question)
{
    public override double Retained(KeptText kept) => Facts.All(fact => kept.Has(fact.Source, fact.Range)) ? 1 : 0;
}
