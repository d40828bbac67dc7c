namespace TokenFinOps.Onnx.Compression;

/// <summary>How words are chosen by their probabilities.</summary>
public enum LinguaSelection
{
    /// <summary>The most probable words of the whole text, up to the very budget, counted with the target's tokenizer. What is protected stays in any case. The default.</summary>
    ExactBudget,

    /// <summary>The words above a percentile of each chunk, as LLMLingua-2 has it: the budget is met on average only. Words, cuts and protection are as in <see cref="ExactBudget"/>.</summary>
    Percentile,

    /// <summary>
    /// As LLMLingua-2's own program does it, to compare with its results: its words, threshold and way of putting words together, which loses spaces and line breaks of the
    /// original, and digits that are likely to stay instead of certain to.
    /// </summary>
    Upstream,
}
