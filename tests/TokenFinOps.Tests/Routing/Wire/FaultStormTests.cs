using System.Collections.Concurrent;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>Many requests at once, and providers that fail at random: as long as one of them can answer, each request is answered.</summary>
public sealed class FaultStormTests
{
    private const int Requests = 200;

    private static readonly string[] Deployments = ["openai-1", "ollama-1", "openai-2", "ollama-2"];

    private static readonly WireFault[] Faults =
    [
        WireFault.None, WireFault.SlowStart, WireFault.RateLimited, WireFault.InternalError, WireFault.BadGateway, WireFault.Unavailable, WireFault.StallBeforeHeaders,
        WireFault.CutBeforeHeaders, WireFault.CutBeforeFirstToken, WireFault.MalformedJson, WireFault.EmptyBody, WireFault.NoAnswer, WireFault.ErrorInBody,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_request_is_answered_and_every_attempt_is_in_the_ledger(int seed)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(
            static options =>
            {
                (options.MaxAttempts, options.MaxRetryWait) = (2 * Deployments.Length, TimeSpan.FromHours(1));
                options.Circuit.MaxCooldown = TimeSpan.FromSeconds(10);
            },
            Deployments);
        Dictionary<(string Prompt, string Deployment), WireFault[]> plan = Plan(seed);
        var tries = new ConcurrentDictionary<(string, string), int>();
        tiers.Provider.Script = request =>
        {
            (string Prompt, string Deployment) key = (request.Prompt, request.Deployment);
            int attempt = tries.AddOrUpdate(key, 0, static (_, count) => count + 1);
            return new WireReply(plan[key][attempt], "3");
        };

        string[] answers = await tiers.PassTimeAsync(() => Task.WhenAll(
            Enumerable.Range(0, Requests).Select(number => TestMeter.CallAsync(tiers.Client, streaming: number % 2 == 0, prompt: $"request {number}"))));

        Assert.All(answers, static answer => Assert.Contains(answer, Deployments.Select(static name => name + " answers")));
        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(
            tiers.Provider.Requests.CountBy(static request => request.Deployment).OrderBy(static each => each.Key, StringComparer.Ordinal),
            entries.CountBy(static entry => entry.Deployment!).OrderBy(static each => each.Key, StringComparer.Ordinal));
        Assert.Equal(Requests, entries.Select(static entry => entry.RequestId).Distinct().Count());
        Assert.All(entries.CountBy(static entry => entry.RequestId), static request => Assert.InRange(request.Value, 1, 2 * Deployments.Length));
        Assert.All(tiers.Client.Deployments, static deployment => Assert.Equal(0, deployment.Health.InFlight));
    }

    // Each deployment has two replies ready for each request, and one of them, drawn by lot, answers within them.
    private static Dictionary<(string, string), WireFault[]> Plan(int seed)
    {
        var random = new Random(seed);
        var plan = new Dictionary<(string, string), WireFault[]>();
        for (int number = 0; number < Requests; number++)
        {
            foreach (string deployment in Deployments)
            {
                plan[($"request {number}", deployment)] = random.GetItems(Faults, 2);
            }

            plan[($"request {number}", random.GetItems(Deployments, 1)[0])][random.Next(2)] = WireFault.None;
        }

        return plan;
    }
}
