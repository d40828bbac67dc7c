using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>One attempt while it is under way: what was sent, what came back so far, and when. Used by one flow of execution at a time.</summary>
internal sealed class Attempt(MeteredDeployment deployment, FinOpsRequest request, Guid requestId, DateTimeOffset startedAt, long startedTicks)
{
    private StreamUsage? _streamUsage;
    private Usage _usage;
    private PricingIssues _issues;
    private List<AIContent>? _delivered;

    // Most attempts have none of the three: a sentinel and a box keep the object small.
    private long _firstUpdateTicks = -1;
    private long _reportedTotal = -1;
    private object? _reportedCost;
    private IEnumerable<ChatMessage>? _messages;

    public MeteredDeployment Deployment => deployment;

    public FinOpsRequest Request => request;

    public Guid RequestId => requestId;

    public DateTimeOffset StartedAt => startedAt;

    public long StartedTicks => startedTicks;

    public IEnumerable<ChatMessage>? Messages { get => _messages; init => _messages = value; }

    public IEnumerable<string>? Texts { get; init; }

    public ChatOptions? Options { get; init; }

    public string? RequestedModel { get; init; }

    public string? RequestedTier => Options?.AdditionalProperties is { } properties ? ServedFacts.NamedTier(properties) : null;

    public MeteringNotes Notes { get; set; }

    public TimeSpan? TimeToFirstUpdate
    {
        get => _firstUpdateTicks < 0 ? null : TimeSpan.FromTicks(_firstUpdateTicks);
        set => _firstUpdateTicks = value?.Ticks ?? -1;
    }

    public string? ServedModel { get; private set; }

    public string? ServedTier { get; private set; }

    public string? ResponseId { get; private set; }

    public string? FinishReason { get; private set; }

    public decimal? ReportedCost { get => (decimal?)_reportedCost; private set => _reportedCost = value; }

    public long? ReportedTotal { get => _reportedTotal < 0 ? null : _reportedTotal; private set => _reportedTotal = value ?? -1; }

    public bool IsPending { get; private set; }

    public AttemptOutcome Outcome { get; private set; }

    public Exception? Error { get; private set; }

    public PricingIssues Issues => _issues;

    public IReadOnlyList<AIContent> Delivered => _delivered ?? (IReadOnlyList<AIContent>)[];

    public Usage ReportedUsage()
    {
        if (_streamUsage is null)
        {
            return _usage;
        }

        Usage usage = _streamUsage.ToUsage();
        Notes |= _streamUsage.IsCumulative ? MeteringNotes.CumulativeUsage : MeteringNotes.None;
        return usage;
    }

    public void Complete(ChatResponse response)
    {
        _usage = UsageReader.Read(response.Usage, deployment.Options.UsageKeys, ref _issues);
        ServedModel = response.ModelId;
        ResponseId = response.ResponseId;
        FinishReason = response.FinishReason?.Value;
        IsPending = response.ContinuationToken is not null;
        ReadFacts(response.RawRepresentation, response.AdditionalProperties);
        if (!_usage.Reports(UsageKind.OutputTokens))
        {
            ReportedTotal = response.Usage?.TotalTokenCount;
            foreach (ChatMessage message in response.Messages)
            {
                (_delivered ??= []).AddRange(message.Contents);
            }
        }
    }

    public void Complete(UsageDetails? usage, string? model, AdditionalPropertiesDictionary? properties)
    {
        _usage = UsageReader.Read(usage, deployment.Options.UsageKeys, ref _issues);
        ReportedTotal = usage?.TotalTokenCount;
        ServedModel = model;
        ReadFacts(null, properties);
    }

    public void Observe(ChatResponseUpdate update)
    {
        ServedModel = update.ModelId ?? ServedModel;
        ResponseId = update.ResponseId ?? ResponseId;
        FinishReason = update.FinishReason?.Value ?? FinishReason;
        IsPending = update.ContinuationToken is not null;
        bool hasFacts = update.FinishReason is not null;
        IList<AIContent> contents = update.Contents;
        for (int i = 0; i < contents.Count; i++)
        {
            if (contents[i] is UsageContent report)
            {
                hasFacts = true;
                Usage usage = UsageReader.Read(report.Details, deployment.Options.UsageKeys, ref _issues);
                ReportedTotal = report.Details.TotalTokenCount ?? ReportedTotal;
                if (!usage.IsEmpty)
                {
                    (_streamUsage ??= new StreamUsage(deployment.StreamingUsage)).Add(usage, ResponseId);
                }
            }
            else
            {
                (_delivered ??= []).Add(contents[i]);
            }
        }

        if (hasFacts)
        {
            ReadFacts(update.RawRepresentation, update.AdditionalProperties);
        }
    }

    public void End(AttemptOutcome outcome, Exception? error = null)
    {
        Outcome = outcome;
        Error = error;
    }

    /// <summary>Lets go of what was sent and delivered, for an attempt that may wait long.</summary>
    public void Forget()
    {
        _messages = null;
        _delivered = null;
    }

    /// <summary>Makes the attempt that began with a background response's first call and ends with this, its last poll.</summary>
    public Attempt ContinuedFrom(Attempt first)
    {
        var whole = new Attempt(deployment, first.Request, first.RequestId, first.StartedAt, first.StartedTicks)
        {
            Messages = Messages,
            Options = first.Options,
            RequestedModel = first.RequestedModel,
            Notes = first.Notes | Notes,
            TimeToFirstUpdate = first.TimeToFirstUpdate ?? TimeToFirstUpdate,
            ServedModel = ServedModel ?? first.ServedModel,
            ServedTier = ServedTier ?? first.ServedTier,
            ResponseId = ResponseId,
            FinishReason = FinishReason,
            ReportedCost = ReportedCost,
            ReportedTotal = ReportedTotal,
            Outcome = Outcome,
        };
        whole._usage = _usage;
        whole._streamUsage = _streamUsage;
        whole._issues = _issues;
        whole._delivered = _delivered;
        return whole;
    }

    private void ReadFacts(object? raw, AdditionalPropertiesDictionary? properties)
    {
        ServedTier = ServedFacts.ServiceTierOf(raw, properties, deployment.Options) ?? ServedTier;
        ReportedCost = ServedFacts.CostOf(raw, properties, deployment.Options, ref _issues) ?? ReportedCost;
    }
}
