using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace TokenFinOps.Benchmarks.EndToEnd;

/// <summary>Whether a pipeline delays the first update of a stream, over real HTTP with the official OpenAI client.</summary>
/// <remarks>
/// Every round times one stream of each pipeline, in an order of its own, over the same connection; what counts is the difference within a round. The bare client takes
/// part twice, so that the run itself says what it takes for a difference where there is none.
/// </remarks>
internal sealed class FirstUpdateComparison
{
    private const int DefaultRounds = 10_000;
    private const int LeastRounds = 100;
    private const int Seed = 1;

    private readonly ChatMessage[] _messages = [new(ChatRole.System, "You are helpful."), new(ChatRole.User, "What is the capital of France?")];
    private readonly (string Name, IChatClient Client, List<double> Microseconds)[] _contenders;

    private FirstUpdateComparison(Pipelines pipelines) => _contenders =
    [
        ("Bare", pipelines.Bare, []),
        ("Bare again (control)", pipelines.Bare, []),
        ("Middleware that does nothing", new PassThroughChatClient(pipelines.Bare), []),
        ("TokenFinOps", pipelines.TokenFinOps, []),
        ("M.E.AI OpenTelemetry, SDK", pipelines.OpenTelemetrySdk, []),
    ];

    /// <summary>Runs the command <c>first-update [ROUNDS [MILLISECONDS]]</c>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 2 || !TryNumber(arguments, 0, DefaultRounds, out int rounds) || !TryNumber(arguments, 1, 0, out int milliseconds) || rounds < LeastRounds)
        {
            await Console.Error.WriteLineAsync(
                $"Usage: first-update [ROUNDS [MILLISECONDS]], with at least {LeastRounds} rounds ({DefaultRounds} when left out) and the server's wait for the first token (0 when left out).");
            return 2;
        }

        await using StreamingServer server = await StreamingServer.StartAsync(TimeSpan.FromMilliseconds(milliseconds));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var options = new OpenAIClientOptions { Endpoint = server.Endpoint, Transport = new HttpClientPipelineTransport(http) };
        using IChatClient provider = new ChatClient("gpt-4o-mini", new ApiKeyCredential("none"), options).AsIChatClient();
        using var pipelines = new Pipelines(provider);
        using (FinOps.Attribute(("team", "support"), ("feature", "chat"), ("customer", "acme")))
        {
            var comparison = new FirstUpdateComparison(pipelines);
            await comparison.MeasureAsync(rounds);
            comparison.Print();
        }

        return 0;
    }

    private static bool TryNumber(IReadOnlyList<string> arguments, int index, int fallback, out int number)
    {
        number = fallback;
        return arguments.Count <= index || int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private async Task MeasureAsync(int rounds)
    {
        var random = new Random(Seed);
        int warmUp = rounds / 5;
        int[] order = [.. Enumerable.Range(0, _contenders.Length)];
        for (int round = 0; round < warmUp + rounds; round++)
        {
            random.Shuffle(order);
            foreach (int next in order)
            {
                double microseconds = await TimeFirstUpdateAsync(_contenders[next].Client);
                if (round >= warmUp)
                {
                    _contenders[next].Microseconds.Add(microseconds);
                }
            }
        }
    }

    private async Task<double> TimeFirstUpdateAsync(IChatClient client)
    {
        long start = Stopwatch.GetTimestamp();
        await using IAsyncEnumerator<ChatResponseUpdate> stream = client.GetStreamingResponseAsync(_messages).GetAsyncEnumerator();
        bool any = await stream.MoveNextAsync();
        double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        while (any)
        {
            any = await stream.MoveNextAsync();
        }

        return microseconds;
    }

    private void Print()
    {
        List<double> bare = _contenders[0].Microseconds;
        Console.WriteLine($"Time to the first update of a stream, {bare.Count} rounds, microseconds.");
        Console.WriteLine();
        Console.WriteLine("| pipeline | median | difference within a round, median | 95 % interval | |");
        Console.WriteLine("|---|---:|---:|---:|---|");
        Console.WriteLine(FormattableString.Invariant($"| {_contenders[0].Name} | {PairedDifference.MedianOf(bare):0.0} | | | |"));
        foreach ((string name, _, List<double> measured) in _contenders.Skip(1))
        {
            PairedDifference difference = PairedDifference.Of(measured, bare);
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {PairedDifference.MedianOf(measured):0.0} | {difference.Median:+0.00;-0.00} | {difference.Low:+0.00;-0.00} to {difference.High:+0.00;-0.00} | {(difference.IncludesZero ? "not measurable" : "measurable")} |"));
        }
    }
}
