using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Ours. It never refuses here, so that weak signals count as what they are.</summary>
internal sealed class SelectorMethod(ExtractiveSelector selector, string? marker) : IContextMethod
{
    public string Prefix => string.Empty;

    public KeptText Keep(RetentionCase example, int budget) => KeptText.Of(selector.Select(example.Sources, example.Question, Options(budget)));

    public SelectionOptions Options(int budget) => new() { MaxTokens = budget, Model = RetentionRun.Model, MinimumSignal = 0, OmissionMarker = marker };
}
