using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Attribution;

public sealed class AttributionScopeTests
{
    [Fact]
    public void An_inner_scope_inherits_and_overrides()
    {
        using AttributionScope outer = FinOps.Attribute(("team", "support"), ("feature", "chat"));
        using AttributionScope inner = FinOps.Attribute(("FEATURE", "summarise"), ("customer", "acme"));

        Assert.Equal(TagSet.Of(("team", "support"), ("feature", "summarise"), ("customer", "acme")), AttributionScope.Current?.Tags);
    }

    [Fact]
    public void Closing_a_scope_brings_the_outer_one_back()
    {
        using AttributionScope outer = FinOps.Attribute(("team", "support"));
        FinOps.Attribute(("team", "search")).Dispose();

        Assert.Same(outer, AttributionScope.Current);
    }

    [Fact]
    public void Closing_twice_or_out_of_order_does_no_harm()
    {
        AttributionScope outer = FinOps.Attribute(("team", "a"));
        AttributionScope inner = FinOps.Attribute(("team", "b"));

        outer.Dispose();
        inner.Dispose();
        outer.Dispose();

        Assert.Null(AttributionScope.Current);
    }

    [Fact]
    public async Task A_scope_flows_over_await_tasks_and_parallel_loops()
    {
        using AttributionScope scope = FinOps.Attribute(("team", "support"));
        var seen = new System.Collections.Concurrent.ConcurrentBag<AttributionScope?>();

        await Task.Yield();
        seen.Add(AttributionScope.Current);
        await Task.Run(() => seen.Add(AttributionScope.Current), TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, async (_, _) =>
        {
            await Task.Yield();
            seen.Add(AttributionScope.Current);
        });
        Parallel.For(0, 8, _ => seen.Add(AttributionScope.Current));

        Assert.Equal(18, seen.Count);
        Assert.All(seen, current => Assert.Same(scope, current));
    }

    [Fact]
    public async Task Work_started_inside_a_scope_keeps_it_after_the_scope_is_closed()
    {
        var gate = new TaskCompletionSource();
        Task<AttributionScope?> work;
        AttributionScope scope;
        using (scope = FinOps.Attribute(("team", "support")))
        {
            work = LaterAsync();
        }

        gate.SetResult();

        Assert.Same(scope, await work);
        Assert.Null(AttributionScope.Current);

        async Task<AttributionScope?> LaterAsync()
        {
            await gate.Task;
            return AttributionScope.Current;
        }
    }

    [Fact]
    public async Task Scopes_of_parallel_requests_do_not_mix()
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: new() { InputTokenCount = 1, OutputTokenCount = 1 }));

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), TestContext.Current.CancellationToken, async (number, _) =>
        {
            using (FinOps.BeginRun($"run-{number}", ("customer", $"c{number}")))
            {
                await Task.Yield();
                await meter.CallAsync(streaming: number % 2 == 0);
            }
        });

        List<LedgerEntry> entries = await meter.EntriesAsync();
        Assert.Equal(200, entries.Count);
        Assert.All(entries, static entry => Assert.Equal(entry.RunId, "run-" + entry.Tags["customer"][1..]));
    }

    [Fact]
    public async Task A_stream_carries_the_scope_it_was_asked_for_in_and_not_the_one_it_is_read_in()
    {
        var meter = new TestMeter(TestChatClient.Answering("a b c", new() { InputTokenCount = 1, OutputTokenCount = 1 }));
        IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> stream;
        using (FinOps.Attribute(("team", "asking")))
        {
            stream = meter.Client.GetStreamingResponseAsync([], cancellationToken: TestContext.Current.CancellationToken);
        }

        using (FinOps.Attribute(("team", "reading")))
        {
            await foreach (var update in stream)
            {
            }
        }

        Assert.Equal("asking", (await meter.SingleEntryAsync()).Tags["team"]);
    }

    [Fact]
    public void A_run_inside_a_run_knows_its_parent()
    {
        using AttributionScope agent = FinOps.BeginRun("agent", ("team", "support"));
        using AttributionScope sub = FinOps.BeginRun(("step", "research"));
        using AttributionScope tagged = FinOps.Attribute(("tool", "search"));

        Assert.Equal("agent", sub.ParentRunId);
        Assert.Equal(sub.RunId, tagged.RunId);
        Assert.Equal("support", tagged.Tags["team"]);
    }

    [Fact]
    public async Task Tags_of_a_single_call_win_over_the_scope()
    {
        var meter = new TestMeter(TestChatClient.Answering());
        using AttributionScope scope = FinOps.Attribute(("team", "support"), ("feature", "chat"));

        await TestMeter.CallAsync(meter.Client.WithTags(("feature", "search")), streaming: true);

        Assert.Equal(TagSet.Of(("team", "support"), ("feature", "search")), (await meter.SingleEntryAsync()).Tags);
        Assert.Equal("chat", AttributionScope.Current?.Tags["feature"]);
    }
}
