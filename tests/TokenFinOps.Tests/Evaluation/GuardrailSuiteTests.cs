using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Guardrails;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Guardrails;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Evaluation;

public sealed class GuardrailSuiteTests
{
    private const string Runs = "compress/tau_airline_runs.json.gz";

    [Fact]
    public async Task No_recorded_run_that_succeeded_trips_and_every_generated_loop_does()
    {
        Assert.SkipUnless(OracleData.Find(Runs) is not null, OracleData.Absent);

        SuiteReport report = await new GuardrailSuite().RunAsync(
            new SuiteContext(CommandLine.Parse(["guardrail", "--data", OracleData.Find(Runs)!]), new Progress<double>()), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', report.Figures.Select(static figure => $"{figure.Key} {figure.Value}")));
        Assert.True(report["succeeded"] > 0);
        Assert.Equal((0m, 500m, 500m), (report["false_trips"], report["loops"], report["loops_caught"]));
        Assert.Empty(report.Notes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Loops_of_any_period_are_caught_within_three_rounds(int period)
    {
        await using var replay = new TranscriptReplay();
        for (int seed = 0; seed < 84; seed++)
        {
            AgentTranscript loop = new LoopGenerator((period * 1_000) + seed).Next(period);

            Assert.NotEmpty(await replay.RunAsync(loop, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Two_rounds_are_no_loop_yet()
    {
        await using var replay = new TranscriptReplay();
        for (int seed = 0; seed < 60; seed++)
        {
            AgentTranscript loop = new LoopGenerator(seed, rounds: 2).Next((seed % LoopGenerator.LongestPeriod) + 1);

            IReadOnlyCollection<GuardrailTrip> trips = await replay.RunAsync(loop, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(trips, static trip => trip.Rule is GuardrailRule.RepeatedCall or GuardrailRule.CallCycle);
        }
    }
}
