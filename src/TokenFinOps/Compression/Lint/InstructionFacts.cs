using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>What instructions waste on their own.</summary>
/// <param name="FillerTokens">The tokens that words cost which say nothing.</param>
/// <param name="ExampleTokens">The tokens of the examples.</param>
/// <param name="Filler">The first filler.</param>
/// <param name="Example">How the first example begins.</param>
internal sealed record InstructionFacts(long FillerTokens, long ExampleTokens, string? Filler, string? Example)
{
    public static InstructionFacts None { get; } = new(0, 0, null, null);

    public static InstructionFacts Of(string text, int excerpt, ITokenCounter counter, string? model, string? provider)
    {
        string shorter = FillerWords.Remove(text, out string? filler);
        string examples = ExampleText.Find(text);
        long fillers = filler is null ? 0 : Math.Max(0, Count(text) - Count(shorter));
        return new InstructionFacts(
            fillers, examples.Length == 0 ? 0 : Count(examples), excerpt == 0 ? null : filler, excerpt == 0 || examples.Length == 0 ? null : LintExcerpt.Of(examples, excerpt));

        long Count(string counted) => counter.CountText(counted, model, provider).Tokens;
    }

    public InstructionFacts Plus(InstructionFacts other) =>
        new(FillerTokens + other.FillerTokens, ExampleTokens + other.ExampleTokens, Filler ?? other.Filler, Example ?? other.Example);
}
