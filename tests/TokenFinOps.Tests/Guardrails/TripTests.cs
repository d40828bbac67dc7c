using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class TripTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 10, OutputTokenCount = 10 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_trip_is_an_event_in_the_ledger_that_counts_in_no_sum(bool streaming)
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported));

        using var run = FinOps.BeginRun("run-1", new RunLimits { MaxCalls = 1 }, ("team", "support"));
        await guarded.CallAsync(streaming);
        await guarded.RefusedAsync(streaming);

        LedgerEntry entry = (await guarded.EntriesAsync(LedgerEntryKind.Event))[^1];
        Assert.Equal(("guardrail", "run-1", "MaxCalls", "Stop"), (entry.Operation, entry.RunId, entry.ErrorType, entry.FinishReason));
        Assert.Equal((0m, PricingStatus.Priced), (entry.Cost.Effective, entry.Cost.Status));
        Assert.Equal("support", entry.Tags["team"]);
        LedgerReport bill = await guarded.Ledger.QueryAsync(LedgerQuery.All, TestContext.Current.CancellationToken);
        Assert.Equal((1L, 0.000125m), (bill.TotalIn().Attempts, bill.TotalIn().EffectiveCost));
    }

    [Fact]
    public async Task Every_trip_is_logged_and_told_and_a_listener_that_fails_breaks_nothing()
    {
        var guarded = new GuardedClient(
            TestChatClient.Answering(usage: Reported), static options => options.OnTrip = static _ => throw new TimeoutException("mine"));

        using var run = FinOps.BeginRun("run-1", new RunLimits { MaxCalls = 1 });
        await guarded.CallAsync();
        await guarded.RefusedAsync();

        Assert.Equal(GuardrailRule.MaxCalls, guarded.Trips[^1].Rule);
        Assert.Equal(guarded.Time.GetUtcNow(), guarded.Trips[^1].Timestamp);
        Assert.Contains(guarded.Log, static line => line.Contains("run-1", StringComparison.Ordinal) && line.Contains("MaxCalls", StringComparison.Ordinal));
        Assert.Contains(guarded.Log, static line => line.Contains("observer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ledger_that_fails_keeps_neither_the_warning_nor_the_call_back()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(usage: Reported), ledger: new BrokenLedger());

        using var run = FinOps.BeginRun(new RunLimits { MaxCalls = 1 });
        await guarded.CallAsync();

        Assert.Single(guarded.Trips);
        Assert.Contains(guarded.Log, static line => line.Contains("could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_text_of_prompts_answers_or_arguments_is_in_a_trip()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked("secret question");
        for (int i = 0; i < 5; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "find", ("query", "secret argument")), "Error: secret result");
            history.Add(new ChatMessage(ChatRole.Assistant, "secret and rather long answer"));
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Equal(3, guarded.Trips.Count);
        Assert.DoesNotContain("secret", string.Join(' ', guarded.Trips) + string.Join(' ', guarded.Log), StringComparison.Ordinal);
    }

    private sealed class BrokenLedger : ICostLedger
    {
        public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default) => throw new IOException("disk full");

        public ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default) => throw new IOException("disk full");

        public IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default) => throw new IOException("disk full");

        public IDisposable Subscribe(Action<LedgerEntry> observer) => throw new IOException("disk full");
    }
}
