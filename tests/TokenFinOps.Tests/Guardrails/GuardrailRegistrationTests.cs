using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class GuardrailRegistrationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_word_about_guardrails_loops_are_warned_of_and_nothing_is_limited(bool streaming)
    {
        var observer = new TripList();
        await using ServiceProvider services = Build(null, observer, ScriptedAgent.Model(static (number, _) => number < 20 ? ScriptedAgent.Call(number, "poll") : new TextContent("done")));
        IChatClient agent = services.GetRequiredService<IChatClient>();

        using var run = FinOps.BeginRun();
        string answer = await TestMeter.CallAsync(agent, streaming, ScriptedAgent.Tools("poll"));

        Assert.Equal("done", answer);
        Assert.Equal([(GuardrailRule.RepeatedCall, GuardrailAction.Warn)], observer.Trips.Select(static trip => (trip.Rule, trip.Action)));
    }

    [Fact]
    public async Task Limits_and_actions_are_set_at_registration()
    {
        var observer = new TripList();
        await using ServiceProvider services = Build(
            static guard =>
            {
                guard.Limits = new RunLimits { MaxCalls = 5 };
                guard.OnLoops(GuardrailAction.None);
            },
            observer,
            ScriptedAgent.Stubborn("poll"));

        using var run = FinOps.BeginRun();
        var stopped = await Assert.ThrowsAsync<RunawayStoppedException>(
            () => TestMeter.CallAsync(services.GetRequiredService<IChatClient>(), streaming: false, ScriptedAgent.Tools("poll")));

        Assert.Equal(GuardrailRule.MaxCalls, stopped.Rule);
    }

    [Fact]
    public async Task A_run_that_gets_out_of_hand_asks_for_a_cheaper_tier_and_so_do_its_sub_runs()
    {
        await using ServiceProvider services = Build(static guard => guard.OnLoops(GuardrailAction.CheaperTier), new TripList(), ScriptedAgent.Stubborn("poll"));
        ICostPressure[] pressures = [.. services.GetServices<ICostPressure>()];
        var attributor = new Attributor();
        bool PrefersCheaper() => pressures.Any(pressure => pressure.PrefersCheaper(attributor.Capture()));

        using var run = FinOps.BeginRun();
        Assert.False(PrefersCheaper());
        await TestMeter.CallAsync(services.GetRequiredService<IChatClient>(), streaming: false, new ChatOptions { MaxOutputTokens = 1 });
        Assert.False(PrefersCheaper());
        Exception? none = await Record.ExceptionAsync(async () =>
            await services.GetRequiredService<IChatClient>().GetResponseAsync("hi", ScriptedAgent.Tools("poll"), TestContext.Current.CancellationToken));

        Assert.Null(none);
        Assert.True(PrefersCheaper());
        using (FinOps.BeginRun())
        {
            await TestMeter.CallAsync(services.GetRequiredService<IChatClient>(), streaming: false);
            Assert.True(PrefersCheaper());
        }
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_all_at_once()
    {
        var error = Assert.Throws<ArgumentException>(static () => Build(
            static guard =>
            {
                guard.RepeatedCalls = 1;
                guard.SoftShare = 0;
                guard.WrapUpInstruction = " ";
                guard.Limits = new RunLimits { MaxTokens = 0 };
            },
            new TripList(),
            TestChatClient.Answering()));

        Assert.Contains("RepeatedCalls is 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("SoftShare is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("WrapUpInstruction", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxTokens is 0", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<GuardrailOptions>? configure, IGuardrailObserver observer, IChatClient provider)
    {
        var services = new ServiceCollection();
        services.AddSingleton(observer);
        services.AddTokenFinOps(finops =>
        {
            if (configure is not null)
            {
                finops.AddGuardrails(configure);
            }
        });
        services.AddChatClient(provider).UseFunctionInvocation().UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private sealed class TripList : IGuardrailObserver
    {
        public List<GuardrailTrip> Trips { get; } = [];

        public void OnTripped(GuardrailTrip trip) => Trips.Add(trip);
    }
}
