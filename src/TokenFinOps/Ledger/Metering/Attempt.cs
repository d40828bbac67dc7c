using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>One attempt while it is under way: what was sent, what came back so far, and when. Used by one flow of execution at a time.</summary>
internal sealed class Attempt(MeteredDeployment deployment, in FinOpsRequest request, DateTimeOffset startedAt, long startedTicks, ChatOptions? options = null)
{
    private IEnumerable<object>? _sent;
    private AttemptExtras? _extras;
    private Usage _usage;
    private PricingIssues _issues;

    public MeteredDeployment Deployment => deployment;

    public TagSet Tags { get; } = request.Tags;

    public string? RunId { get; } = request.RunId;

    public string? ParentRunId { get; } = request.ParentRunId;

    public OpenRun? Run { get; } = request.Run;

    /// <summary>Gets what the attempt was made for, when a router made it.</summary>
    public AttemptPlan? Plan { get; } = request.Stage?.Find<AttemptPlan>();

    /// <summary>Gets what was done to the prompt, when there is a compressor.</summary>
    public CompressionStage? Compression { get; } = request.Stage?.Find<CompressionStage>();

    /// <summary>Gets a value indicating whether it is made only to shorten another call's prompt.</summary>
    public bool IsForCompressor { get; } = request.Stage?.Find<CompressorCallStage>() is not null;

    /// <summary>Gets what the semantic cache says about the request, when there is one.</summary>
    public CacheStage? Cache { get; } = request.Stage?.Find<CacheStage>();

    public DateTimeOffset StartedAt => startedAt;

    public long StartedTicks { get; private set; } = startedTicks;

    /// <summary>Gets what was sent: messages of a chat or texts to embed.</summary>
    public IEnumerable<object>? Sent { get => _sent; init => _sent = value; }

    public IEnumerable<ChatMessage>? Messages => _sent as IEnumerable<ChatMessage>;

    public ChatOptions? Options { get; private set; } = options;

    /// <summary>Gets or sets what the gates hold for the attempt, or <see langword="null"/>.</summary>
    public IAttemptPass? Pass { get; set; }

    /// <summary>Gets or sets the most that the attempt can cost, once a gate has asked.</summary>
    public WorstCase? WorstCase { get; set; }

    public string? RequestedModel { get; init; }

    public string? RequestedTier => Options?.AdditionalProperties is { } properties ? ServedFacts.NamedTier(properties) : null;

    public MeteringNotes Notes { get; set; }

    public TimeSpan? TimeToFirstUpdate
    {
        get => _extras?.TimeToFirstUpdate;
        set => Extras.TimeToFirstUpdate = value;
    }

    public string? ServedModel { get; private set; }

    public string? ServedTier { get; private set; }

    public string? ResponseId { get; private set; }

    public string? FinishReason { get; private set; }

    public decimal? ReportedCost => _extras?.ReportedCost;

    public long? ReportedTotal => _extras?.ReportedTotal;

    public bool IsPending { get; private set; }

    public AttemptOutcome Outcome { get; private set; }

    public Exception? Error => _extras?.Error;

    public PricingIssues Issues => _issues;

    public IReadOnlyList<AIContent> Delivered => _extras?.Delivered ?? (IReadOnlyList<AIContent>)[];

    private AttemptExtras Extras => _extras ??= new AttemptExtras();

    public Usage ReportedUsage()
    {
        if (_extras?.StreamUsage is not { } reports)
        {
            return _usage;
        }

        Usage usage = reports.ToUsage();
        Notes |= reports.IsCumulative ? MeteringNotes.CumulativeUsage : MeteringNotes.None;
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
            Extras.ReportedTotal = response.Usage?.TotalTokenCount;
            Extras.Delivered = [.. response.Messages.SelectMany(static message => message.Contents)];
        }

        if (Pass is not null)
        {
            foreach (ChatMessage message in response.Messages)
            {
                Show(message.Contents);
            }
        }
    }

    public void Complete(UsageDetails? usage, string? model, AdditionalPropertiesDictionary? properties)
    {
        _usage = UsageReader.Read(usage, deployment.Options.UsageKeys, ref _issues);
        ServedModel = model;
        ReadFacts(null, properties);
        if (!_usage.Reports(UsageKind.InputTokens))
        {
            Extras.ReportedTotal = usage?.TotalTokenCount;
        }
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
                Observe(report.Details);
            }
            else
            {
                (Extras.Delivered ??= []).Add(contents[i]);
            }
        }

        if (hasFacts)
        {
            ReadFacts(update.RawRepresentation, update.AdditionalProperties);
        }

        if (Pass is not null)
        {
            Show(contents);
        }
    }

    /// <summary>Starts the attempt's clock anew: what it waited for at the gates is not the provider's time.</summary>
    public void StartClock(long ticks) => StartedTicks = ticks;

    /// <summary>Changes what will be sent. The caller's own options and messages are not touched.</summary>
    public void Rewrite(ChatOptions? rewritten, IReadOnlyCollection<ChatMessage>? messages = null)
    {
        Options = rewritten;
        _sent = messages ?? _sent;
        WorstCase = null;
    }

    public void End(AttemptOutcome outcome) => Outcome = outcome;

    public void EndBy(Exception error)
    {
        Outcome = error is OperationCanceledException ? AttemptOutcome.Cancelled : AttemptOutcome.Failed;
        Extras.Error = error;
    }

    /// <summary>Lets go of what was sent and delivered, for an attempt that may wait long.</summary>
    public void Forget()
    {
        _sent = null;
        _extras?.Delivered = null;
    }

    /// <summary>Makes the first call of a background response the whole of it: what its last poll brought is the answer.</summary>
    public void EndWith(Attempt lastPoll)
    {
        TimeSpan? firstUpdate = TimeToFirstUpdate ?? lastPoll.TimeToFirstUpdate;
        _extras = lastPoll._extras;
        if (firstUpdate is not null)
        {
            TimeToFirstUpdate = firstUpdate;
        }

        _sent = lastPoll._sent;
        _usage = lastPoll._usage;
        _issues = lastPoll._issues;
        Notes |= lastPoll.Notes;
        ServedModel = lastPoll.ServedModel ?? ServedModel;
        ServedTier = lastPoll.ServedTier ?? ServedTier;
        ResponseId = lastPoll.ResponseId;
        FinishReason = lastPoll.FinishReason;
        IsPending = lastPoll.IsPending;
        Outcome = lastPoll.Outcome;
    }

    private void Show(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            Pass!.Watch(contents[i]);
        }
    }

    private void Observe(UsageDetails details)
    {
        Usage usage = UsageReader.Read(details, deployment.Options.UsageKeys, ref _issues);
        Extras.ReportedTotal = details.TotalTokenCount ?? ReportedTotal;
        if (!usage.IsEmpty)
        {
            (Extras.StreamUsage ??= new StreamUsage(deployment.StreamingUsage)).Add(usage, ResponseId);
        }
    }

    private void ReadFacts(object? raw, AdditionalPropertiesDictionary? properties)
    {
        ServedTier = ServedFacts.ServiceTierOf(raw, properties, deployment.Options) ?? ServedTier;
        if (ServedFacts.CostOf(raw, properties, deployment.Options, ref _issues) is { } cost)
        {
            Extras.ReportedCost = cost;
        }
    }
}
