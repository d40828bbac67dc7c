using BenchmarkDotNet.Attributes;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Benchmarks;

/// <summary>What it costs to score a prompt before it is routed. The baseline reads as many characters and does nothing with them.</summary>
[MemoryDiagnoser]
public class ComplexityBenchmarks
{
    private static readonly string[] Words =
        ["Determine", "the", "final", "relative", "humidity", "of", "an", "air-vapour", "mixture", "at", "60", "and", "explain", "why", "pressure", "matters:", "A.", "22.64", "percent,"];

    private ComplexityModel _model = null!;
    private NearestPrompts _nearest = null!;
    private string _prompt = string.Empty;

    [Params(600, 4_000)]
    public int Characters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        RoutingExample[] examples = [.. Enumerable.Range(0, 2_000).Select(_ => new RoutingExample(Text(random, 400), random.Next(2), 1))];
        _model = new ComplexityTrainer().Train(examples);
        _nearest = new NearestPrompts(examples);
        _prompt = Text(random, Characters);
    }

    [Benchmark(Baseline = true)]
    public int ReadOnly()
    {
        int sum = 0;
        foreach (char character in _prompt)
        {
            sum = (sum * 31) + character;
        }

        return sum;
    }

    [Benchmark]
    public double Score() => _model.Score(_prompt);

    [Benchmark]
    public double ScoreAndCalibrate() => _model.CheapIsGoodEnough(_prompt);

    [Benchmark]
    public double NearestOfTwoThousand() => _nearest.Score(_prompt);

    private static string Text(Random random, int length)
    {
        var text = new System.Text.StringBuilder();
        while (text.Length < length)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(12) == 0 ? '\n' : ' ');
        }

        return text.ToString(0, length);
    }
}
