namespace TokenFinOps.Evaluation.Routing;

/// <summary>What one model answered to one question of a matrix.</summary>
/// <param name="Quality">How good the answer is, 0 to 1.</param>
/// <param name="Extracted">The answer as it was read out of what the model said, or <see langword="null"/> when none could be.</param>
/// <param name="OutputChars">How many characters the model said.</param>
/// <param name="Text">What it said, where that was kept whole.</param>
internal sealed record MatrixAnswer(decimal Quality, string? Extracted, int OutputChars, string? Text)
{
    private const int CharsPerToken = 4;

    /// <summary>Gets the tokens that the model said, at four characters each, at least one.</summary>
    public int OutputTokens => Math.Max(1, (OutputChars + CharsPerToken - 1) / CharsPerToken);
}
