using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing;

/// <summary>Prompts of which it is known which need the strong model: those with hard words, the likelier the stronger the signal (0 to 0.6).</summary>
internal static class PlantedPrompts
{
    private static readonly string[] Easy = ["colour", "capital", "animal", "weather", "river", "name", "fruit", "day"];
    private static readonly string[] Hard = ["lemma", "eigenvalue", "topology", "theorem", "manifold", "integral", "tensor", "proof"];
    private static readonly string[] Common = ["the", "of", "a", "what", "is", "in", "tell", "me", "please", "about"];

    public static RoutingExample[] Make(int count, int seed = 1, double signal = 0.6)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random, signal))];
    }

    private static RoutingExample One(Random random, double signal)
    {
        bool isHard = random.Next(2) == 0;
        string[] words = [.. Enumerable.Range(0, 12).Select(_ => random.Next(3) > 0 ? Pick(Common, random) : Pick(isHard ? Hard : Easy, random))];
        double failure = 0.3 + ((isHard ? 0.5 : -0.5) * signal);
        return new RoutingExample(string.Join(' ', words) + "?", random.NextDouble() < Math.Clamp(failure, 0, 1) ? 0 : 1, random.NextDouble() < 0.05 ? 0 : 1)
        {
            Workload = isHard ? "mathematics" : "trivia",
        };
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
