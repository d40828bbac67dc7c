using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Telemetry;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Telemetry;

public sealed class LedgerTelemetryTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 1_000, OutputTokenCount = 100, CachedInputTokenCount = 400, ReasoningTokenCount = 30 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cost_and_tokens_are_published_by_kind_each_token_once(bool streaming)
    {
        using var metrics = new Metrics();

        await CallAsync(metrics.Telemetry, TestChatClient.Answering(usage: Reported), streaming);

        Assert.Equal([("cache_read", 400), ("input", 600), ("output", 70), ("reasoning", 30)], metrics.By("tokenfinops.tokens", "token.type"));
        Assert.Equal([("cache_read", 0.0001), ("input", 0.0015), ("output", 0.001)], metrics.By("tokenfinops.cost", "cost.type"));
        Assert.Single(metrics.Values("tokenfinops.attempt.duration"));
        Assert.Empty(metrics.Values("tokenfinops.unpriced"));
    }

    [Fact]
    public async Task A_call_without_a_price_is_counted_as_unpriced_and_adds_no_cost()
    {
        using var metrics = new Metrics();

        await CallAsync(metrics.Telemetry, TestChatClient.Answering(usage: Reported, model: "nobody-knows"), streaming: false);

        Assert.Equal(1, Assert.Single(metrics.Values("tokenfinops.unpriced")));
        Assert.Empty(metrics.Values("tokenfinops.cost"));
    }

    [Fact]
    public async Task Only_allowed_tags_reach_the_metrics()
    {
        using var metrics = new Metrics(new TelemetryOptions().AllowMetricTags("team"));

        using (FinOps.Attribute(("team", "support"), ("customer", "acme")))
        {
            await CallAsync(metrics.Telemetry, TestChatClient.Answering(usage: Reported), streaming: false);
        }

        Assert.All(metrics.Tags, static tags => Assert.Equal("support", tags["team"]));
        Assert.All(metrics.Tags, static tags => Assert.DoesNotContain("customer", tags.Keys));
    }

    [Fact]
    public async Task A_failure_of_the_bookkeeping_is_counted()
    {
        using var metrics = new Metrics();
        var prices = new TestPrices { Source = static () => throw new InvalidOperationException() };

        await CallAsync(metrics.Telemetry, TestChatClient.Answering(usage: Reported), streaming: false, prices);

        Assert.Equal([("pricing", 1)], metrics.By("tokenfinops.bookkeeping.failures", "stage"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_inference_span_carries_the_cost_and_proposed_attributes_only_where_asked_for(bool proposed)
    {
        using var telemetry = new LedgerTelemetry(new TelemetryOptions { EmitProposedCostAttributes = proposed });
        using var source = new ActivitySource("test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using Activity span = source.StartActivity("chat gpt-test")!;
        span.SetTag("gen_ai.operation.name", "chat");

        await CallAsync(telemetry, TestChatClient.Answering(usage: Reported), streaming: false);

        Assert.Equal(0.0026, span.GetTagItem("tokenfinops.cost.effective"));
        Assert.Equal("Priced", span.GetTagItem("tokenfinops.cost.status"));
        Assert.Equal(proposed ? 0.0026 : null, span.GetTagItem("gen_ai.usage.cost.amount"));
        Assert.Equal(proposed ? "local" : null, span.GetTagItem("gen_ai.usage.cost.source"));
    }

    [Fact]
    public void Trips_of_guardrails_are_counted_by_rule_and_action()
    {
        using var metrics = new Metrics();

        metrics.Telemetry.OnTripped(new GuardrailTrip
        {
            RunId = "run-1",
            Rule = GuardrailRule.CallCycle,
            Action = GuardrailAction.WrapUp,
            Limit = 3,
            Value = 3,
            Evidence = "a → b",
            Timestamp = default,
        });

        Assert.Equal([("CallCycle", 1)], metrics.By("tokenfinops.guardrail.trips", "rule"));
        Assert.Equal([("WrapUp", 1)], metrics.By("tokenfinops.guardrail.trips", "action"));
    }

    private static Task<string> CallAsync(LedgerTelemetry telemetry, IChatClient provider, bool streaming, TestPrices? prices = null) =>
        TestMeter.CallAsync(
            new MeteringChatClient(provider, new CostRecorder(new InMemoryCostLedger(), prices ?? new TestPrices(), observers: [telemetry])), streaming);

    private sealed class Metrics : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = [];

        public Metrics(TelemetryOptions? options = null)
        {
            var factory = new TestMeterFactory();
            Telemetry = new LedgerTelemetry(options, factory);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, factory.Made))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Read(tags))));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Read(tags))));
            _listener.Start();
        }

        public LedgerTelemetry Telemetry { get; }

        public IEnumerable<Dictionary<string, object?>> Tags => _measured.Select(static measured => measured.Tags);

        public IEnumerable<double> Values(string instrument) => _measured.Where(measured => measured.Instrument == instrument).Select(static measured => measured.Value);

        public IEnumerable<(string, double)> By(string instrument, string tag) =>
            from measured in _measured
            where measured.Instrument == instrument
            let key = (string)measured.Tags[tag]!
            orderby key
            select (key, Math.Round(measured.Value, 12));

        public void Dispose()
        {
            _listener.Dispose();
            Telemetry.Dispose();
        }

        private static Dictionary<string, object?> Read(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());
    }
}
