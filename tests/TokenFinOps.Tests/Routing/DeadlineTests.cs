using TokenFinOps.Routing;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>All that is done for a request until its answer begins is done within its deadline.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_deadline_holds_for_all_attempts_together_and_the_error_says_so(bool streaming)
    {
        using var tiers = new TestTiers(
            static options => (options.Deadline, options.AnswerTimeout, options.FirstUpdateTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4)));
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers.Hang(name);
        }

        DateTimeOffset before = tiers.Time.GetUtcNow();
        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming)));

        Assert.InRange((tiers.Time.GetUtcNow() - before).TotalSeconds, 5, 6);
        Assert.Equal("No deployment answered within the request's deadline of 00:00:05.", error.Message);
        Assert.Contains("did not answer in time", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempts_that_the_deadline_cut_short_are_not_held_against_a_deployment(bool streaming)
    {
        using TestTiers tiers = Twins(static options =>
            (options.Deadline, options.AnswerTimeout, options.FirstUpdateTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4.8), TimeSpan.FromSeconds(4.8)));
        tiers.Hang("frontier-1");
        tiers.Slow("frontier-2", TimeSpan.FromSeconds(1));

        await FailAsync(tiers, streaming, times: 3);

        // The second answers in one second, always did, and has done nothing wrong.
        Assert.Equal(TimeSpan.Zero, tiers.Deployment("frontier-2").Health.Wait);
        Assert.NotEqual(TimeSpan.Zero, tiers.Deployment("frontier-1").Health.Wait);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_that_has_the_whole_deadline_and_does_not_answer_is_found_out(bool streaming)
    {
        using TestTiers tiers = Twins(static options => options.Deadline = TimeSpan.FromSeconds(5));
        tiers.Hang("frontier-1");

        await FailAsync(tiers, streaming, times: 3);

        Assert.StartsWith("frontier-2", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming, prompt: "another")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cascade_member_that_hangs_does_not_cost_the_answer_of_the_dear_one(bool streaming)
    {
        using TestTiers tiers = Cascading(new AgreementAcceptance());
        tiers.Hang("mid-1");
        DateTimeOffset before = tiers.Time.GetUtcNow();

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        Assert.InRange((tiers.Time.GetUtcNow() - before).TotalSeconds, 5, 5.2);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_judge_that_takes_too_long_is_not_waited_for(bool streaming, bool listens)
    {
        var judge = new HangingJudge(listens);
        using TestTiers tiers = Cascading(judge);
        judge.Time = tiers.Time;
        DateTimeOffset before = tiers.Time.GetUtcNow();

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        Assert.InRange((tiers.Time.GetUtcNow() - before).TotalSeconds, 5, 5.2);
        Assert.Contains("the judgement took more than its half", (await tiers.EntriesAsync())[^1].Routing!.Reason, StringComparison.Ordinal);
    }

    private static async Task FailAsync(TestTiers tiers, bool streaming, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming, prompt: $"question {i}")));
        }
    }

    private static TestTiers Twins(Action<RoutingOptions> configure) => new(
        options =>
        {
            options.IsSticky = false;
            options.Restrictions.Add(DeploymentRestriction.ForAll.Only("frontier"));
            configure(options);
        },
        null,
        ("frontier-2", "frontier"));

    private static TestTiers Cascading(IAnswerAcceptance acceptance) => new(options =>
    {
        options.Deadline = TimeSpan.FromSeconds(10);
        options.Cascades.Add(new Cascade("test", acceptance, "nano-1", "mid-1"));
    });

    private sealed class HangingJudge(bool listens) : IAnswerAcceptance
    {
        public TimeProvider Time { get; set; } = TimeProvider.System;

        public string Name => "hanging";

        public async ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMinutes(2), Time, listens ? cancellationToken : CancellationToken.None);
            return AnswerVerdict.Escalate("at last");
        }
    }
}
