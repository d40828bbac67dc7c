using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class ForgettingTests
{
    private static readonly RunLimits OneCall = new() { MaxCalls = 1 };

    private readonly GuardedClient _guarded = new(TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 }));

    [Fact]
    public async Task A_run_whose_id_is_begun_again_goes_on_where_it_was()
    {
        await CallInRunAsync("session-7");

        _guarded.Time.Advance(TimeSpan.FromMinutes(59));
        using var run = FinOps.BeginRun("session-7");
        await _guarded.RefusedAsync();
    }

    [Fact]
    public async Task An_hour_after_its_last_call_a_run_is_forgotten()
    {
        await CallInRunAsync("session-7");

        _guarded.Time.Advance(TimeSpan.FromMinutes(61));
        await CallInRunAsync("session-7");
    }

    [Fact]
    public async Task An_open_run_is_not_forgotten_however_long_it_waits()
    {
        using var run = FinOps.BeginRun("session-7", OneCall);
        await _guarded.CallAsync();

        _guarded.Time.Advance(TimeSpan.FromDays(2));
        await OutsideAsync(() => CallInRunAsync("another"));
        await Assert.ThrowsAsync<RunawayStoppedException>(() => OutsideAsync(() => CallInRunAsync("session-7")));

        await _guarded.RefusedAsync();
    }

    [Fact]
    public async Task Runs_of_the_past_take_no_memory()
    {
        for (int i = 0; i < 100; i++)
        {
            await CallInRunAsync($"session-{i}");
        }

        for (int i = 0; i < 100; i++)
        {
            using var run = FinOps.BeginRun(OneCall);
            await _guarded.CallAsync();
        }

        Assert.Equal(100, _guarded.Runs.NamedCount);
        _guarded.Time.Advance(TimeSpan.FromHours(2));
        await CallInRunAsync("next");
        Assert.Equal(1, _guarded.Runs.NamedCount);
    }

    [Fact]
    public async Task Limits_said_later_take_the_place_of_those_said_before()
    {
        await CallInRunAsync("session-7");

        using var run = FinOps.BeginRun("session-7", new RunLimits { MaxCalls = 2 });
        await _guarded.CallAsync();
        await _guarded.RefusedAsync();
    }

    // As another request of the application would do it: not inside the run that is open here.
    private static Task OutsideAsync(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }

    private async Task CallInRunAsync(string id)
    {
        using var run = FinOps.BeginRun(id, OneCall);
        await _guarded.CallAsync();
    }
}
