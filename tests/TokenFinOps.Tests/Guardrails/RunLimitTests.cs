using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class RunLimitTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 1_000, OutputTokenCount = 100 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_has_made_all_its_calls_is_stopped_and_says_why(bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering("a last word", Reported);
        var guarded = new GuardedClient(provider);

        using var run = FinOps.BeginRun("run-1", new RunLimits { MaxCalls = 2 });
        await guarded.CallAsync(streaming);
        await guarded.CallAsync(streaming);
        RunawayStoppedException stopped = await guarded.RefusedAsync(streaming);

        Assert.Equal(("run-1", GuardrailRule.MaxCalls, 2m, 3m), (stopped.RunId, stopped.Rule, stopped.Limit, stopped.Value));
        Assert.Equal("a last word", stopped.LastAnswer?.Trim());
        Assert.Equal(2, provider.Calls);
        Assert.Equal(2, (await guarded.EntriesAsync(LedgerEntryKind.Attempt)).Count);
    }

    [Fact]
    public async Task Outside_a_run_nothing_is_limited()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported), static options => options.Limits = new RunLimits { MaxCalls = 1 });

        await guarded.CallAsync();
        await guarded.CallAsync();

        Assert.Empty(guarded.Trips);
    }

    [Fact]
    public async Task Every_run_has_the_limits_of_the_options_unless_it_brings_its_own()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported), static options => options.Limits = new RunLimits { MaxCalls = 1 });

        using (FinOps.BeginRun())
        {
            await guarded.CallAsync();
            await guarded.RefusedAsync();
        }

        using (FinOps.BeginRun(new RunLimits { MaxCalls = 2 }))
        {
            await guarded.CallAsync();
            await guarded.CallAsync();
            await guarded.RefusedAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_whose_worst_case_does_not_fit_is_refused_and_a_smaller_one_goes_through(bool streaming)
    {
        // Three words in and 1,000 tokens out cost at most 0.0100075 USD (or with a cache written, 0.010009).
        var guarded = new GuardedClient(TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 3, OutputTokenCount = 10 }));

        using var run = FinOps.BeginRun(new RunLimits { MaxCost = 0.01m });
        RunawayStoppedException stopped = await guarded.RefusedAsync(streaming, maxOutput: 1_000);
        await guarded.CallAsync(streaming, maxOutput: 900);
        await guarded.CallAsync(streaming, maxOutput: 900);

        Assert.Equal(GuardrailRule.MaxCost, stopped.Rule);
        Assert.Contains("MaxOutputTokens", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_used_of_the_worst_case_is_given_back()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 3, OutputTokenCount = 10 }));

        using var run = FinOps.BeginRun(new RunLimits { MaxTokens = 200 });
        for (int call = 0; call < 8; call++)
        {
            await guarded.CallAsync(maxOutput: 100);
        }

        RunawayStoppedException stopped = await guarded.RefusedAsync(maxOutput: 100);
        Assert.Equal((GuardrailRule.MaxTokens, (8 * 13) + 103m), (stopped.Rule, stopped.Value));
    }

    [Fact]
    public async Task A_run_that_goes_on_too_long_is_stopped_at_its_next_call()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported));

        using var run = FinOps.BeginRun(new RunLimits { MaxDuration = TimeSpan.FromMinutes(10) });
        await guarded.CallAsync();
        guarded.Time.Advance(TimeSpan.FromMinutes(7));
        await guarded.CallAsync();
        guarded.Time.Advance(TimeSpan.FromMinutes(4));

        RunawayStoppedException stopped = await guarded.RefusedAsync();
        Assert.Equal((GuardrailRule.MaxDuration, 600m, 660m), (stopped.Rule, stopped.Limit, stopped.Value));
    }

    [Fact]
    public async Task Spending_too_fast_stops_the_run_until_the_minute_is_over()
    {
        // 0.0035 USD a call.
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported));

        using var run = FinOps.BeginRun(new RunLimits { MaxCostPerMinute = 0.01m });
        for (int call = 0; call < 3; call++)
        {
            await guarded.CallAsync();
            guarded.Time.Advance(TimeSpan.FromSeconds(5));
        }

        RunawayStoppedException stopped = await guarded.RefusedAsync();
        Assert.Equal((GuardrailRule.MaxCostPerMinute, 0.0105m), (stopped.Rule, stopped.Value));

        guarded.Time.Advance(TimeSpan.FromMinutes(1));
        await guarded.CallAsync();
    }

    [Fact]
    public async Task A_context_that_has_grown_too_much_stops_the_run()
    {
        long input = 2_000;
        TestChatClient provider = TestChatClient.Answering();
        provider.Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer("ok", new UsageDetails { InputTokenCount = input, OutputTokenCount = 1 }, "gpt-test"));
        var guarded = new GuardedClient(provider);

        using var run = FinOps.BeginRun(new RunLimits { MaxContextGrowth = 5 });
        await guarded.CallAsync();
        input = 10_000;
        await guarded.CallAsync();
        input = 10_001;
        await guarded.CallAsync();

        Assert.Equal(GuardrailRule.MaxContextGrowth, (await guarded.RefusedAsync()).Rule);
    }

    [Fact]
    public async Task At_a_share_of_a_limit_there_is_a_warning_and_only_one()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported));

        using var run = FinOps.BeginRun(new RunLimits { MaxCalls = 10 });
        for (int call = 0; call < 10; call++)
        {
            await guarded.CallAsync();
        }

        GuardrailTrip warning = Assert.Single(guarded.Trips);
        Assert.Equal((GuardrailRule.MaxCalls, GuardrailAction.Warn, 10m, 8m), (warning.Rule, warning.Action, warning.Limit, warning.Value));
        await guarded.RefusedAsync();
        await guarded.RefusedAsync();
        Assert.Equal([GuardrailAction.Warn, GuardrailAction.Stop], guarded.Trips.Select(static trip => trip.Action));
    }

    [Fact]
    public async Task A_limit_may_only_warn()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported), static options => options.On(GuardrailRule.MaxCalls, GuardrailAction.Warn));

        using var run = FinOps.BeginRun(new RunLimits { MaxCalls = 1 });
        await guarded.CallAsync();
        await guarded.CallAsync();
        await guarded.CallAsync();

        Assert.Single(guarded.Trips);
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused_all_at_once()
    {
        var error = Assert.Throws<ArgumentException>(static () => FinOps.BeginRun(new RunLimits { MaxCalls = 0, MaxCost = -1, MaxContextGrowth = 1 }));

        Assert.Contains("MaxCalls is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxCost is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxContextGrowth is 1", error.Message, StringComparison.Ordinal);
    }
}
