using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class SubRunTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 10, OutputTokenCount = 10 };

    private readonly GuardedClient _guarded = new(TestChatClient.Answering(usage: Reported));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sub_run_has_no_more_than_what_is_left_of_the_run_around_it(bool streaming)
    {
        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxCalls = 3 });
        await _guarded.CallAsync(streaming);
        using var inner = FinOps.BeginRun("inner", new RunLimits { MaxCalls = 100 });
        await _guarded.CallAsync(streaming);
        await _guarded.CallAsync(streaming);

        Assert.Equal("outer", (await _guarded.RefusedAsync(streaming)).RunId);
    }

    [Fact]
    public async Task A_sub_runs_own_limit_holds_within_that()
    {
        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxCalls = 10 });
        using (FinOps.BeginRun("inner", new RunLimits { MaxCalls = 1 }))
        {
            await _guarded.CallAsync();
            Assert.Equal("inner", (await _guarded.RefusedAsync()).RunId);
        }

        await _guarded.CallAsync();
    }

    [Fact]
    public async Task Every_run_around_is_charged_even_when_one_between_made_no_call_itself()
    {
        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxTokens = 150 });
        using (FinOps.BeginRun("silent"))
        using (FinOps.BeginRun("inner"))
        {
            await _guarded.CallAsync();
            await _guarded.CallAsync();
        }

        RunawayStoppedException stopped = await _guarded.RefusedAsync(maxOutput: 110);
        Assert.Equal(("outer", 40m + 113m), (stopped.RunId, stopped.Value));
    }

    [Fact]
    public async Task A_tag_scope_inside_a_run_is_the_same_run()
    {
        using var run = FinOps.BeginRun(new RunLimits { MaxCalls = 1 });
        using (FinOps.Attribute(("step", "one")))
        {
            await _guarded.CallAsync();
        }

        using (FinOps.Attribute(("step", "two")))
        {
            await _guarded.RefusedAsync();
        }
    }

    [Fact]
    public async Task Runs_nest_only_so_deep()
    {
        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxDepth = 1 });
        using var middle = FinOps.BeginRun("middle");
        await _guarded.CallAsync();
        using var inner = FinOps.BeginRun("inner");

        RunawayStoppedException stopped = await _guarded.RefusedAsync();
        Assert.Equal(("outer", GuardrailRule.MaxDepth, 1m, 2m), (stopped.RunId, stopped.Rule, stopped.Limit, stopped.Value));
    }

    [Fact]
    public async Task A_run_starts_only_so_many_sub_runs_though_the_earlier_ones_have_ended()
    {
        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxFanOut = 2 });
        for (int child = 0; child < 2; child++)
        {
            using var inner = FinOps.BeginRun();
            await _guarded.CallAsync();
            await _guarded.CallAsync();
        }

        using (FinOps.BeginRun())
        {
            Assert.Equal(GuardrailRule.MaxFanOut, (await _guarded.RefusedAsync()).Rule);
        }

        await _guarded.CallAsync();
    }

    [Fact]
    public async Task A_run_begun_inside_itself_is_itself()
    {
        using var outer = FinOps.BeginRun("same", new RunLimits { MaxCalls = 1 });
        using var inner = FinOps.BeginRun("same");
        await _guarded.CallAsync();

        await _guarded.RefusedAsync();
    }
}
