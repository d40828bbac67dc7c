using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>Whatever providers do on the wire: who can answer does, each request that a provider saw is in the ledger, and there is no storm of retries.</summary>
public sealed class WireFaultTests
{
    private static readonly WireFault[] Lasting = [WireFault.TooLong, WireFault.Unauthorized];

    private static readonly WireFault[] Passing =
    [
        WireFault.RateLimited, WireFault.InternalError, WireFault.BadGateway, WireFault.Unavailable, WireFault.StallBeforeHeaders, WireFault.StallBeforeFirstToken,
        WireFault.CutBeforeHeaders, WireFault.CutBeforeFirstToken, WireFault.MalformedJson, WireFault.EmptyBody, WireFault.NoAnswer, WireFault.ErrorInBody,
    ];

    private static readonly string[] Broken = ["openai-1", "ollama-1"];

    public static TheoryData<string, WireFault, bool> Curable => Each([.. Lasting, .. Passing]);

    public static TheoryData<string, WireFault, bool> Temporary => Each(Passing);

    [Theory]
    [MemberData(nameof(Curable))]
    public async Task Another_deployment_answers(string broken, WireFault fault, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, broken, "openai-2", "ollama-2");
        tiers.Provider.Script = request => request.Deployment == broken ? fault : WireFault.None;

        Assert.Equal("openai-2 answers", await tiers.AskAsync(streaming));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, broken, "openai-2");
    }

    [Theory]
    [MemberData(nameof(Temporary))]
    public async Task The_only_deployment_is_asked_once_more(string broken, WireFault fault, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, broken);
        tiers.Provider.Script = _ => tiers.Provider.Requests.Count == 1 ? fault : WireFault.None;

        Assert.Equal(broken + " answers", await tiers.AskAsync(streaming));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, broken, broken);
    }

    [Theory]
    [InlineData("openai-1", WireFault.TooLong)]
    [InlineData("openai-1", WireFault.Unauthorized)]
    [InlineData("ollama-1", WireFault.TooLong)]
    [InlineData("ollama-1", WireFault.Unauthorized)]
    public async Task What_asking_again_does_not_cure_is_asked_once(string broken, WireFault fault)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, broken);
        tiers.Provider.Script = _ => fault;

        await Assert.ThrowsAnyAsync<Exception>(() => tiers.AskAsync(streaming: false));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, broken);
    }

    [Theory]
    [InlineData("openai-1", WireFault.StallMidStream)]
    [InlineData("openai-1", WireFault.CutMidStream)]
    [InlineData("ollama-1", WireFault.StallMidStream)]
    [InlineData("ollama-1", WireFault.CutMidStream)]
    public async Task Half_a_body_is_no_answer(string broken, WireFault fault)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, broken, "openai-2");
        tiers.Provider.Script = request => request.Deployment == broken ? fault : WireFault.None;

        Assert.Equal("openai-2 answers", await tiers.AskAsync(streaming: false));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, broken, "openai-2");
    }

    [Theory]
    [InlineData("openai-1", WireFault.StallMidStream)]
    [InlineData("openai-1", WireFault.CutMidStream)]
    [InlineData("ollama-1", WireFault.StallMidStream)]
    [InlineData("ollama-1", WireFault.CutMidStream)]
    public async Task A_stream_that_breaks_after_its_first_words_ends_with_the_failure_and_what_was_heard_is_billed(string broken, WireFault fault)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, broken, "openai-2");
        tiers.Provider.Script = _ => fault;
        await using IAsyncEnumerator<ChatResponseUpdate> stream =
            tiers.Client.GetStreamingResponseAsync("one two three", null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var heard = new List<string>();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (heard.Count == 0 ? await stream.MoveNextAsync() : await tiers.PassTimeAsync(() => stream.MoveNextAsync().AsTask()))
            {
                heard.AddRange(stream.Current.Text is { Length: > 0 } text ? [text] : []);
                if (heard.Count > 0)
                {
                    tiers.Provider.Heard.TrySetResult();
                }
            }
        });

        Assert.Equal([broken], heard);
        await AssertEveryRequestIsInTheLedgerAsync(tiers, broken);
        LedgerEntry entry = Assert.Single(await tiers.EntriesAsync());
        Assert.NotEqual(AttemptOutcome.Succeeded, entry.Outcome);
        Assert.Equal((UsageOrigin.Estimated, 3, 1), (entry.UsageOrigin, (long)entry.Usage.InputTokens, (long)entry.Usage.OutputTokens));
    }

    [Theory]
    [InlineData(WireFault.SlowStart, false)]
    [InlineData(WireFault.SlowStart, true)]
    [InlineData(WireFault.SlowWords, false)]
    [InlineData(WireFault.SlowWords, true)]
    public async Task Who_is_slow_but_answers_in_time_is_waited_for(WireFault fault, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "ollama-1");
        tiers.Provider.Script = _ => fault;

        Assert.Equal("openai-1 answers", await tiers.AskAsync(streaming));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, "openai-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_that_is_not_allowed_is_not_sent_elsewhere(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "openai-2");
        tiers.Provider.Script = static _ => WireFault.ContentFilter;

        await Assert.ThrowsAnyAsync<Exception>(() => tiers.AskAsync(streaming));

        await AssertEveryRequestIsInTheLedgerAsync(tiers, "openai-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_deployment_is_hedged_by_another_one(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(static options => options.HedgeAfter = TimeSpan.FromSeconds(3), "openai-1", "ollama-1");
        tiers.Provider.Script = static request => request.Deployment == "openai-1" ? WireFault.StallBeforeHeaders : WireFault.None;

        Assert.Equal("ollama-1 answers", await tiers.AskAsync(streaming));

        Assert.Equal(["openai-1", "ollama-1"], tiers.Provider.Requests.Select(static request => request.Deployment));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_everything_is_down_each_deployment_is_asked_twice_and_then_hardly_ever(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "ollama-1", "openai-2");
        tiers.Provider.Script = static request => request.Deployment == "ollama-1" ? WireFault.CutBeforeHeaders : WireFault.InternalError;

        await Assert.ThrowsAnyAsync<Exception>(() => tiers.AskAsync(streaming));
        Assert.Equal(6, tiers.Provider.Requests.Count);
        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => tiers.AskAsync(streaming));
        }

        Assert.InRange(tiers.Provider.Requests.Count, 6, 30);
        Assert.Equal(tiers.Provider.Requests.Count, (await tiers.EntriesAsync()).Count);
    }

    private static TheoryData<string, WireFault, bool> Each(WireFault[] faults)
    {
        var data = new TheoryData<string, WireFault, bool>();
        foreach (string broken in Broken)
        {
            foreach (WireFault fault in faults)
            {
                data.Add(broken, fault, false);
                data.Add(broken, fault, true);
            }
        }

        return data;
    }

    private static async Task AssertEveryRequestIsInTheLedgerAsync(WireTiers tiers, params string[] deployments)
    {
        Assert.Equal(deployments, tiers.Provider.Requests.Select(static request => request.Deployment));
        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(deployments, entries.Select(static entry => entry.Deployment));
        Assert.Single(entries.Select(static entry => entry.RequestId).Distinct());
    }
}
