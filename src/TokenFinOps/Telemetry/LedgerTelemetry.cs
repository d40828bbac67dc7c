using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Telemetry;

/// <summary>Publishes ledger entries as metrics of the meter <see cref="MeterName"/> and as tags of the current activity.</summary>
/// <remarks>
/// <para>
/// Instruments: <c>tokenfinops.cost</c> (effective cost by type, in the unit of the tag <c>currency</c>), <c>tokenfinops.tokens</c> (exclusive counts by kind),
/// <c>tokenfinops.savings</c>, <c>tokenfinops.cache.hits</c>, <c>tokenfinops.unpriced</c> (attempts without a price), <c>tokenfinops.attempt.duration</c> (seconds),
/// <c>tokenfinops.bookkeeping.failures</c>, <c>tokenfinops.guardrail.trips</c> (by rule and action). Metrics are approximate by nature; the ledger is exact.
/// </para>
/// <para>Thread-safe. Costs next to nothing while nobody listens.</para>
/// </remarks>
public sealed class LedgerTelemetry : ILedgerEntryObserver, IGuardrailObserver, IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "TokenFinOps";

    private readonly Meter _meter;
    private readonly Counter<double> _spend;
    private readonly Counter<long> _tokens;
    private readonly UpDownCounter<double> _saved;
    private readonly Counter<long> _unpriced;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _trips;
    private readonly ImmutableArray<string> _tagKeys;
    private readonly bool _emitProposed;

    /// <summary>Initializes a new instance of the <see cref="LedgerTelemetry"/> class.</summary>
    /// <param name="options">What to publish; <see langword="null"/> for the defaults.</param>
    /// <param name="meterFactory">What makes the meter; <see langword="null"/> to make it here.</param>
    public LedgerTelemetry(TelemetryOptions? options = null, IMeterFactory? meterFactory = null)
    {
        options ??= new TelemetryOptions();
        _tagKeys = [.. options.MetricTags];
        _emitProposed = options.EmitProposedCostAttributes;
        _meter = meterFactory?.Create(MeterName) ?? new Meter(MeterName);
        _spend = _meter.CreateCounter<double>("tokenfinops.cost", "{currency}", "Effective cost of model calls.");
        _tokens = _meter.CreateCounter<long>("tokenfinops.tokens", "{token}", "Tokens of model calls, each counted once.");
        _saved = _meter.CreateUpDownCounter<double>("tokenfinops.savings", "{currency}", "Baseline less effective cost.");
        _unpriced = _meter.CreateCounter<long>("tokenfinops.unpriced", "{attempt}", "Attempts whose cost is unknown or only partly known.");
        _duration = _meter.CreateHistogram<double>("tokenfinops.attempt.duration", "s", "How long attempts take.");
        _cacheHits = _meter.CreateCounter<long>("tokenfinops.cache.hits", "{request}", "Requests that were answered from the semantic cache.");
        _failures = _meter.CreateCounter<long>("tokenfinops.bookkeeping.failures", "{failure}", "Failures of the SDK's own bookkeeping.");
        _trips = _meter.CreateCounter<long>("tokenfinops.guardrail.trips", "{trip}", "Guardrails that runs have tripped.");
    }

    /// <inheritdoc/>
    public void OnRecorded(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            TagActivity(activity, entry);
        }

        if (!_spend.Enabled && !_tokens.Enabled && !_unpriced.Enabled && !_duration.Enabled && !_saved.Enabled && !_cacheHits.Enabled)
        {
            return;
        }

        TagList tags = TagsOf(entry);
        if (entry.Kind == LedgerEntryKind.CacheHit)
        {
            _cacheHits.Add(1, tags);
            RecordCost(entry, tags);
            return;
        }

        _duration.Record(entry.Duration.TotalSeconds, tags);
        if (entry.Cost.Status != PricingStatus.Priced)
        {
            _unpriced.Add(1, tags);
        }

        RecordTokens(entry, tags);
        RecordCost(entry, tags);
    }

    /// <inheritdoc/>
    public void OnBookkeepingFailed(string stage) => _failures.Add(1, new KeyValuePair<string, object?>("stage", stage));

    /// <inheritdoc/>
    public void OnTripped(GuardrailTrip trip)
    {
        ArgumentNullException.ThrowIfNull(trip);
        _trips.Add(1, new("rule", trip.Rule.ToString()), new("action", trip.Action.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void RecordTokens(LedgerEntry entry, in TagList tags)
    {
        if (!_tokens.Enabled)
        {
            return;
        }

        Usage usage = entry.Usage;
        decimal cached = usage[UsageKind.CacheReadTokens];
        decimal written = usage[UsageKind.CacheWriteTokens];
        decimal reasoning = usage[UsageKind.OutputReasoningTokens];
        AddTokens(usage.InputTokens - cached - written, "input", tags);
        AddTokens(cached, "cache_read", tags);
        AddTokens(written, "cache_write", tags);
        AddTokens(usage.OutputTokens - reasoning, "output", tags);
        AddTokens(reasoning, "reasoning", tags);
    }

    private void AddTokens(decimal count, string kind, TagList tags)
    {
        if (count >= 1)
        {
            tags.Add("token.type", kind);
            _tokens.Add((long)count, tags);
        }
    }

    private void RecordCost(LedgerEntry entry, in TagList tags)
    {
        if (entry.Cost is not { Effective: { } effective, List: { } list } cost)
        {
            return;
        }

        if (cost.Lines.IsEmpty || list == 0)
        {
            AddCost(effective, "total", cost.Currency, tags);
        }
        else
        {
            foreach (CostLine line in cost.Lines)
            {
                AddCost(line.Cost * effective / list, TypeOf(line.Kind), cost.Currency, tags);
            }
        }

        if (entry.BaselineCost is { } baseline && baseline != effective)
        {
            TagList saved = tags;
            saved.Add("currency", cost.Currency);
            _saved.Add((double)(baseline - effective), saved);
        }
    }

    private void AddCost(decimal amount, string type, string currency, TagList tags)
    {
        tags.Add("cost.type", type);
        tags.Add("currency", currency);
        _spend.Add((double)amount, tags);
    }

    private TagList TagsOf(LedgerEntry entry)
    {
        var tags = new TagList
        {
            { "operation", entry.Operation },
            { "provider", entry.Provider ?? "unknown" },
            { "model", entry.Model.Length == 0 ? "unknown" : entry.Model },
            { "outcome", OutcomeName(entry.Outcome) },
        };
        foreach (string key in _tagKeys)
        {
            tags.Add(key, entry.Tags.TryGetValue(key, out string? value) ? value : "none");
        }

        return tags;
    }

    private void TagActivity(Activity activity, LedgerEntry entry)
    {
        activity.SetTag("tokenfinops.entry.id", entry.Id.ToString());
        activity.SetTag("tokenfinops.cost.status", entry.Cost.Status.ToString());
        if (entry.Cost.Effective is not { } effective)
        {
            return;
        }

        activity.SetTag("tokenfinops.cost.effective", (double)effective);
        activity.SetTag("tokenfinops.cost.list", (double)entry.Cost.List.GetValueOrDefault());
        activity.SetTag("tokenfinops.cost.currency", entry.Cost.Currency);

        // On inference spans only, so that a backend that adds spans up does not count a cost twice.
        if (_emitProposed && activity.GetTagItem("gen_ai.operation.name") is not null)
        {
            activity.SetTag("gen_ai.usage.cost.amount", (double)effective);
            activity.SetTag("gen_ai.usage.cost.currency", entry.Cost.Currency);
            activity.SetTag("gen_ai.usage.cost.source", entry.Cost.IsProviderReported ? "provider" : "local");
        }
    }

    private static string OutcomeName(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.Failed => "failed",
        AttemptOutcome.Cancelled => "cancelled",
        _ => "abandoned",
    };

    private static string TypeOf(UsageKind kind) => kind switch
    {
        UsageKind.OutputReasoningTokens => "reasoning",
        _ when kind == UsageKind.CacheReadTokens || kind.Ancestors().Contains(UsageKind.CacheReadTokens) => "cache_read",
        _ when kind == UsageKind.CacheWriteTokens || kind.Ancestors().Contains(UsageKind.CacheWriteTokens) => "cache_write",
        _ => kind.Direction() switch
        {
            UsageDirection.Input => "input",
            UsageDirection.Output => "output",
            _ => "other",
        },
    };
}
