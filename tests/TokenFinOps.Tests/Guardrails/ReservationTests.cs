using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class ReservationTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 3, OutputTokenCount = 97 };

    [Fact]
    public async Task Calls_under_way_count_so_that_a_cap_holds_when_all_come_at_once()
    {
        var finish = new TaskCompletionSource();
        TestChatClient provider = TestChatClient.Answering();
        provider.Respond = async (_, _, _) =>
        {
            await finish.Task;
            return TestChatClient.Answer("ok", Reported, "gpt-test");
        };
        var guarded = new GuardedClient(provider);

        using var run = FinOps.BeginRun(new RunLimits { MaxTokens = 250 });
        Task<string>[] calls = [.. Enumerable.Range(0, 8).Select(_ => guarded.CallAsync(maxOutput: 97))];
        finish.SetResult();

        await Task.WhenAll(calls.Where(static call => !call.IsFaulted));
        Assert.Equal(2, calls.Count(static call => call.IsCompletedSuccessfully));
        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public void A_tree_of_runs_never_spends_and_holds_more_than_any_of_its_limits()
    {
        Gen<(int, int, bool)[]> steps = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 40], Gen.Bool).Array[1, 200];
        steps.Sample(static steps =>
        {
            decimal[] limits = [100, 60, 60, 25, 10];
            RunState root = new("0", null, new RunLimits { MaxCost = limits[0] }, TimeSpan.Zero);
            RunState left = new("1", root, new RunLimits { MaxCost = limits[1] }, TimeSpan.Zero);
            RunState right = new("2", root, new RunLimits { MaxCost = limits[2] }, TimeSpan.Zero);
            RunState leaf = new("3", left, new RunLimits { MaxCost = limits[3] }, TimeSpan.Zero);
            RunState[] runs = [root, left, right, leaf, new("4", leaf, new RunLimits { MaxCost = limits[4] }, TimeSpan.Zero)];
            var check = new LimitCheck(1);
            Queue<(RunState Run, decimal Held)> underWay = [];
            foreach ((int index, int cost, bool settles) in steps)
            {
                if (settles && underWay.TryDequeue(out (RunState Run, decimal Held) call))
                {
                    call.Run.Settle(call.Held, 0, Math.Min(cost, call.Held), 0, TimeSpan.Zero);
                }

                List<Breach> breaches = [];
                check.Check(new NextCall(runs[index], "m", cost, 0, 0), TimeSpan.Zero, breaches);
                if (breaches.Count == 0)
                {
                    runs[index].Hold(cost, 0);
                    underWay.Enqueue((runs[index], cost));
                }

                if (runs.Zip(limits).Any(static each => each.First.Spent + each.First.HeldCost > each.Second))
                {
                    return false;
                }
            }

            return root.HeldCost == underWay.Sum(static call => call.Held);
        });
    }

    [Fact]
    public async Task A_cap_holds_with_many_callers_in_sub_runs_and_nothing_stays_held()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported));

        using var run = FinOps.BeginRun("run", new RunLimits { MaxTokens = 10_000 });
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, async (_, _) =>
        {
            using var inner = FinOps.BeginRun();
            for (int call = 0; call < 50; call++)
            {
                await Record.ExceptionAsync(() => guarded.CallAsync(maxOutput: 200));
            }
        });

        RunState state = guarded.Runs.Peek(null, "run")!;
        Assert.Equal((0m, 0m, 0), (state.HeldTokens, state.HeldCost, state.CallsUnderWay));
        Assert.InRange(state.Tokens, 9_700m, 10_000m);
        Assert.Equal(state.Calls * 100m, state.Tokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_another_gate_refuses_gives_everything_back(bool streaming)
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported), nextGate: new ClosedGate());

        using var run = FinOps.BeginRun("run", new RunLimits { MaxCalls = 1, MaxTokens = 1_000 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.CallAsync(streaming));
        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.CallAsync(streaming));

        RunState state = guarded.Runs.Peek(null, "run")!;
        Assert.Equal((0, 0m, 0m, 0), (state.Calls, state.Tokens, state.HeldTokens, state.CallsUnderWay));
    }

    [Fact]
    public async Task A_stream_left_halfway_is_charged_for_what_was_sent_and_delivered()
    {
        var guarded = new GuardedClient(TestChatClient.Answering("four words are said"));

        using var run = FinOps.BeginRun("run", new RunLimits { MaxTokens = 1_000 });
        await foreach (ChatResponseUpdate _ in guarded.Client.GetStreamingResponseAsync("one two three", new ChatOptions { MaxOutputTokens = 100 }, TestContext.Current.CancellationToken))
        {
            break;
        }

        RunState state = guarded.Runs.Peek(null, "run")!;
        Assert.Equal((4m, 0m), (state.Tokens, state.HeldTokens));
    }

    [Fact]
    public async Task A_cost_that_stays_unknown_is_presumed_to_be_the_worst_case()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported, model: "another-model"));

        using var run = FinOps.BeginRun("run", new RunLimits { MaxCost = 1 });
        await TestMeter.CallAsync(guarded.Client, streaming: false, new ChatOptions { ModelId = "gpt-test", MaxOutputTokens = 100 });

        Assert.Equal(0.001009m, guarded.Runs.Peek(null, "run")!.Spent);
    }

    [Fact]
    public async Task A_cost_limit_that_cannot_hold_a_model_without_a_price_says_so_and_can_refuse_it()
    {
        var warning = new GuardedClient(TestChatClient.Answering(usage: Reported));
        warning.Prices.Source = static () => new PriceCatalogue("empty");
        var strict = new GuardedClient(TestChatClient.Answering(usage: Reported), static options => options.On(GuardrailRule.UnpricedCall, GuardrailAction.Stop));
        strict.Prices.Source = static () => new PriceCatalogue("empty");

        using var run = FinOps.BeginRun(new RunLimits { MaxCost = 1 });
        await warning.CallAsync();

        Assert.Equal(GuardrailRule.UnpricedCall, Assert.Single(warning.Trips).Rule);
        Assert.Equal(GuardrailRule.UnpricedCall, (await strict.RefusedAsync()).Rule);
    }

    private sealed class ClosedGate : IAttemptGate
    {
        public ValueTask<IAttemptPass?> EnterAsync(Attempt attempt, CancellationToken cancellationToken) => throw new InvalidOperationException("closed");
    }
}
