namespace TokenFinOps.Evaluation.TokenEstimates;

/// <summary>A text to count.</summary>
/// <param name="Set">Where it is from: what kind of text, a dot, and the source, e.g. <c>es.xquad</c> or <c>code.swe-agent</c>.</param>
/// <param name="Calibrates">Whether it belongs to the half that the tables are calibrated on; the errors are measured on the others.</param>
/// <param name="Text">The text.</param>
internal sealed record TokenSample(string Set, bool Calibrates, string Text)
{
    /// <summary>Gets the kind of text: a language code, <c>code</c>, <c>json</c>, <c>random</c>.</summary>
    public string Kind => Set[..Set.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Gets a value indicating whether the text is English, or written by or for programs.</summary>
    public bool IsEnglishOrCode => Kind is "en" or "code" or "json" or "random";
}
