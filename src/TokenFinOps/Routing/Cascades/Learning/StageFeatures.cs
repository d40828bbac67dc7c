using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>What is known when some members of a cascade have answered, as numbers: the prompt's scores for every member and for the cost, its length, and how much each answer so far says.</summary>
internal static class StageFeatures
{
    private const int CharactersPerToken = 4;

    public static int Count(int members, int given) => members + 2 + given;

    public static double[] Of(ReadOnlySpan<double> scores, int promptLength, ReadOnlySpan<double> sizes) =>
        [.. scores, Math.Log(1 + promptLength), .. sizes];

    /// <summary>Gets how much an answer says: its output tokens, thoughts included, as a logarithm.</summary>
    public static double SizeOf(ChatResponse answer) =>
        Math.Log(1 + Math.Max(0, answer.Usage?.OutputTokenCount ?? answer.Text.Length / CharactersPerToken));
}
