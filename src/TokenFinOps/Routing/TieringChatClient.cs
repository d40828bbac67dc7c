using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Execution;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing;

/// <summary>Sends every request to the cheapest deployment that is good enough for it, and to another one when that fails.</summary>
/// <remarks>
/// <para>
/// Who can serve a request is found first: capabilities, context window, residency, health. Then the policies choose a tier, the conversation may bind, and within a tier price
/// and speed decide. Every attempt is a ledger entry; the first one of a request says why.
/// </para>
/// <para>
/// A stream falls back to another deployment until its first update, never after. Neither messages nor options of the caller are changed. Put it inside function
/// invocation. Thread-safe.
/// </para>
/// </remarks>
public sealed partial class TieringChatClient : DelegatingChatClient, IRoutingFeedback
{
    private readonly CostRecorder? _recorder;
    private readonly Attributor _attributor;
    private readonly RoutingOptions _options;
    private readonly RoutingServices _services;
    private readonly Router _router;
    private readonly ImmutableArray<IChatClient> _own;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="TieringChatClient"/> class.</summary>
    /// <param name="innerClient">The client of deployments that have none of their own.</param>
    /// <param name="options">Where requests may go.</param>
    /// <param name="recorder">What prices and records attempts; <see langword="null"/> when the deployments' clients are metered already. Without it no price is known.</param>
    /// <param name="services">What the deployments' clients are made from; <see langword="null"/> for nothing.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public TieringChatClient(
        IChatClient innerClient,
        RoutingOptions options,
        CostRecorder? recorder = null,
        IServiceProvider? services = null,
        TimeProvider? timeProvider = null,
        ILogger<TieringChatClient>? logger = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _recorder = recorder;
        _attributor = new Attributor();
        _logger = logger ?? (ILogger)NullLogger.Instance;
        TimeProvider time = timeProvider ?? TimeProvider.System;
        var factory = new DeploymentFactory(innerClient, options, recorder, services, time);
        ImmutableArray<Deployment> deployments = factory.MakeAll();
        _own = [.. deployments.Select(static deployment => deployment.Client)];
        IEnumerable<ICostPressure> pressures = services?.GetService(typeof(IEnumerable<ICostPressure>)) as IEnumerable<ICostPressure> ?? [];
        _router = new Router(
            options, deployments, factory.BaselineAmong(deployments), new ConversationMemory(options.RememberedConversations, time), pressures, _logger);
        _services = new RoutingServices(options, _router, time, _logger);
        _services.Shadows = _router.Learner is { } learner ? new ShadowPairs(options.Learning!, learner, _services) : null;
    }

    /// <summary>Gets what ends when all shadow attempts that are under way have ended.</summary>
    internal Task PendingShadows => _services.Shadows?.Pending ?? Task.CompletedTask;

    /// <inheritdoc/>
    public bool RecordOutcome(string responseId, double quality)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(responseId);
        return quality is >= 0 and <= 1
            ? _router.Learner?.RecordOutcome(responseId, quality) ?? false
            : throw new ArgumentOutOfRangeException(nameof(quality), quality, "A quality lies within 0 (useless) and 1 (perfect).");
    }

    /// <inheritdoc/>
    public bool RecordPair(RoutingRequest request, string tier, double quality, double baselineQuality)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(tier);
        if (_router.Learner is not { } learner)
        {
            return false;
        }

        if (_router.RankOf(tier) is not { } rank || rank >= learner.BaselineRank)
        {
            throw new ArgumentException($"'{tier}' is no tier below the baseline's; use one of {string.Join(", ", learner.Tiers.Take(learner.BaselineRank))}.", nameof(tier));
        }

        learner.AddPair(RequestOf(request.Messages, request.Options, request.Tags, request.GivenTags, request.RunId, request.IsStreaming), rank, (quality, baselineQuality));
        return true;
    }

    /// <summary>Gets the deployments, the cheapest tier first.</summary>
    internal ImmutableArray<Deployment> Deployments => _router.Deployments;

    /// <inheritdoc/>
    /// <exception cref="RoutingUnavailableException">No deployment can serve the request.</exception>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Begin(Listed(messages), options, isStreaming: false).AnswerAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="RoutingUnavailableException">No deployment can serve the request.</exception>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed. A stream that is read twice is two requests.
        return StreamAsync(Listed(messages), options, AttributionScope.Current, Capture(), cancellationToken);
    }

    /// <summary>Chooses a deployment without calling it, e.g. for <c>RoutingChatClient.Create</c> of Microsoft.Extensions.AI.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Has no effect: nothing is waited for.</param>
    /// <returns>The client of the deployment, metered, which asks for the deployment's model. It is the router's and must not be disposed.</returns>
    /// <exception cref="RoutingUnavailableException">No deployment can serve the request.</exception>
    public ValueTask<IChatClient> SelectAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        FinOpsRequest attribution = Capture();
        Route route = Decide(RequestOf(Listed(messages), options, attribution, isStreaming: false), attribution, mayCascade: false);
        RoutingActivity.Write(Activity.Current, route.Decision, _services.Time);
        return new(new SelectedDeploymentChatClient(route.Order[0], _router.Baseline, route.Decision, NextRequestId));
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? base.GetService(serviceType, serviceKey)
            : serviceType == typeof(ICostLedger) && _recorder is not null ? _recorder.Ledger
            : serviceType == typeof(CostRecorder) && _recorder is not null ? _recorder
            : base.GetService(serviceType, serviceKey);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _services.Shadows?.Dispose();
            foreach (IChatClient client in _own)
            {
                client.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, AttributionScope? scope, FinOpsRequest attribution, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatResponseUpdate update in Begin(messages, options, true, scope, attribution).StreamAsync(cancellationToken))
        {
            yield return update;
        }
    }

    private RequestRun Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreaming) =>
        Begin(messages, options, isStreaming, AttributionScope.Current, Capture());

    private RequestRun Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreaming, AttributionScope? scope, in FinOpsRequest attribution)
    {
        // A judge that is routed itself must not be judged in its turn, without end.
        bool isJudgement = scope?.Stage?.Find<JudgePlan>() is not null;
        Route route = Decide(RequestOf(messages, options, attribution, isStreaming), attribution, mayCascade: !isJudgement) with { IsJudgement = isJudgement };
        RoutingActivity.Write(Activity.Current, route.Decision, _services.Time);
        return new RequestRun(_services, route, scope, NextRequestId(scope));
    }

    private Guid NextRequestId(AttributionScope? scope) => scope?.Stage?.Find<CacheStage>()?.RequestId ?? _recorder?.NextRequestId() ?? Guid.CreateVersion7();

    private RoutingRequest RequestOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options, in FinOpsRequest attribution, bool isStreaming) =>
        RequestOf(messages, options, attribution.Tags, attribution.GivenTags, attribution.RunId, isStreaming);

    private RoutingRequest RequestOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options, TagSet tags, TagSet given, string? runId, bool isStreaming) =>
        new(messages, options, tags, runId, isStreaming, _options.ReadAsk ?? AskReader.Read) { WorkloadTag = _options.WorkloadTag, GivenTags = given };

    private Route Decide(RoutingRequest request, in FinOpsRequest attribution, bool mayCascade = true)
    {
        RoutingMode mode = _options.Mode;
        try
        {
            mode = ModeOf(request);
            return _router.Decide(request, attribution, mode, mayCascade);
        }
        catch (Exception exception) when (exception is not RoutingUnavailableException)
        {
            // A fault of ours does not take the answer away: the request goes where it went before there was a router.
            LogDecisionFailed(exception);
            return _router.Undecided(request, mode, exception);
        }
    }

    private RoutingMode ModeOf(RoutingRequest request) =>
        _options.ControlShare > 0 && ControlGroup.Contains(request, _options) ? RoutingMode.Control : _options.Mode;

    private FinOpsRequest Capture() => _recorder?.Capture() ?? _attributor.Capture();

    private static IReadOnlyList<ChatMessage> Listed(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];

    [LoggerMessage(LogLevel.Error, "The routing decision failed; the request goes to the baseline deployment, unless restrictions keep it away from there.")]
    private partial void LogDecisionFailed(Exception exception);
}
