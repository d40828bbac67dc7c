using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Execution;

/// <summary>Decides where requests go: who can serve them, what the policies say, what the conversation binds, and what it would cost. Thread-safe.</summary>
internal sealed partial class Router
{
    private const int MostWorkloads = 10_000;

    private readonly RoutingOptions _options;
    private readonly ImmutableArray<IRoutingPolicy> _policies;
    private readonly ImmutableArray<DeploymentRestriction> _restrictions;
    private readonly ImmutableArray<Cascade> _cascades;
    private readonly ImmutableArray<ICostPressure> _pressures;
    private readonly ImmutableArray<string> _tiers;
    private readonly ConcurrentDictionary<ulong, WorkloadProfile> _workloads = new();
    private readonly int _defaultRank;
    private readonly ILogger _logger;

    public Router(
        RoutingOptions options, ImmutableArray<Deployment> deployments, Deployment baseline, ConversationMemory memory, IEnumerable<ICostPressure> pressures, ILogger logger)
    {
        _options = options;
        Baseline = baseline;
        _restrictions = [.. options.Restrictions];
        _cascades = [.. options.Cascades];
        _pressures = [.. pressures];
        _tiers = [.. options.Tiers.Select(static tier => tier.Name)];
        _logger = logger;
        Deployments = deployments;
        Memory = memory;
        Learner = options.Learning is { } learning ? new TierLearner(learning, _tiers, baseline.Rank) : null;
        _policies = Learner is null ? [.. options.Policies] : [.. options.Policies, new RightSizingPolicy(Learner), new AdmissionPolicy(Learner)];
        _defaultRank = options.DefaultTier is { } named ? RankOf(named).GetValueOrDefault() : baseline.Rank;
    }

    public ImmutableArray<Deployment> Deployments { get; }

    public Deployment Baseline { get; }

    public ConversationMemory Memory { get; }

    /// <summary>Gets what learns which tiers are good enough, or <see langword="null"/>.</summary>
    public TierLearner? Learner { get; }

    /// <summary>Decides about a request.</summary>
    /// <exception cref="RoutingUnavailableException">No deployment can serve it.</exception>
    public Route Decide(RoutingRequest request, in FinOpsRequest attribution, RoutingMode mode)
    {
        WorkloadProfile workload = ProfileOf(request.WorkloadHash);
        ulong conversation = ConversationKey.Of(request);
        var draft = new RouteDraft(this, request, workload.ExpectedOutput, _restrictions, _options.IsSticky ? conversation : null);
        ConversationBinding? binding = Memory.BindingOf(request);
        draft.Bind(binding, _options);
        (int rank, string decidedBy) = RankFor(request, attribution, draft);
        ImmutableArray<Deployment> order = draft.Order(rank, _options);
        if (order.IsEmpty)
        {
            throw Unavailable(draft);
        }

        (Cascade? cascade, ImmutableArray<Deployment> members) = binding is null ? CascadeFor(request, draft, order[0]) : (null, []);
        RoutingDecision decision = draft.ToDecision(order, binding is null ? cascade?.Name ?? decidedBy : "conversation", mode, workload.Key);
        return new Route(request, workload, conversation, order, decision, cascade, members);
    }

    /// <summary>Sends a request, about which nothing could be decided, to the baseline.</summary>
    public Route Undecided(RoutingRequest request, Exception exception)
    {
        var decision = new RoutingDecision
        {
            Chosen = Baseline.Name,
            Tier = Baseline.Tier,
            Baseline = Baseline.Name,
            DecidedBy = "failure",
            Workload = string.Empty,
            Remarks = [new RoutingRemark("router", $"the decision failed with {exception.GetType().Name}")],
        };
        return new Route(request, new WorkloadProfile(0), 0, [Baseline], decision, null, []);
    }

    public int? RankOf(string tier)
    {
        for (int i = 0; i < _tiers.Length; i++)
        {
            if (_tiers[i].Equals(tier, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    private (int Rank, string DecidedBy) RankFor(RoutingRequest request, in FinOpsRequest attribution, RouteDraft draft)
    {
        int low = 0;
        int high = _tiers.Length - 1;
        int? chosen = null;
        int down = 0;
        string decidedBy = "default";
        foreach (IRoutingPolicy policy in _policies)
        {
            RoutingOpinion opinion = Ask(policy, request);
            draft.Remark(policy.Name, opinion);
            int? rank = opinion.Tier is { } tier ? RankOf(tier) : null;
            switch (opinion.Kind)
            {
                case RoutingOpinionKind.Prefer when rank is { } preferred && chosen is null:
                    (chosen, decidedBy) = (preferred, policy.Name);
                    break;
                case RoutingOpinionKind.AtLeast when rank is { } least:
                    low = Math.Max(low, Math.Min(least, high));
                    break;
                case RoutingOpinionKind.AtMost when rank is { } most:
                    high = Math.Min(high, Math.Max(most, low));
                    break;
                case RoutingOpinionKind.OneDown:
                    down = 1;
                    break;
            }
        }

        int wanted = Math.Clamp(chosen ?? _defaultRank, low, high);
        if (down > 0 || IsUnderPressure(attribution, draft))
        {
            wanted = Math.Max(low, wanted - 1);
        }

        return (wanted, decidedBy);
    }

    private bool IsUnderPressure(in FinOpsRequest attribution, RouteDraft draft)
    {
        foreach (ICostPressure pressure in _pressures)
        {
            if (pressure.PrefersCheaper(attribution))
            {
                draft.Remark("pressure", "a budget or a guardrail prefers a cheaper tier");
                return true;
            }
        }

        return false;
    }

    private RoutingOpinion Ask(IRoutingPolicy policy, RoutingRequest request)
    {
        try
        {
            return policy.Judge(request);
        }
        catch (Exception exception)
        {
            LogPolicyFailed(exception, policy.Name);
            return RoutingOpinion.Abstain($"failed with {exception.GetType().Name}");
        }
    }

    private (Cascade? Cascade, ImmutableArray<Deployment> Members) CascadeFor(RoutingRequest request, RouteDraft draft, Deployment chosen)
    {
        foreach (Cascade cascade in _cascades)
        {
            ImmutableArray<Deployment> members = [.. cascade.Members.Select(name => draft.Find(name)).OfType<Deployment>().Distinct()];
            if (members.Length == cascade.Members.Length && members.All(member => member.Rank < chosen.Rank) && Applies(cascade, request))
            {
                draft.Remark(cascade.Name, $"asks {string.Join(" and ", members.Select(static member => member.Name))} first");
                return (cascade, members);
            }
        }

        return (null, []);
    }

    private bool Applies(Cascade cascade, RoutingRequest request)
    {
        try
        {
            return cascade.When(request);
        }
        catch (Exception exception)
        {
            LogPolicyFailed(exception, cascade.Name);
            return false;
        }
    }

    private WorkloadProfile ProfileOf(ulong hash) =>
        _workloads.TryGetValue(hash, out WorkloadProfile? known) ? known
        : _workloads.Count >= MostWorkloads ? new WorkloadProfile(hash)
        : _workloads.GetOrAdd(hash, static hash => new WorkloadProfile(hash));

    private static RoutingUnavailableException Unavailable(RouteDraft draft) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"No deployment can serve the request: {string.Join("; ", draft.Exclusions().Select(static each => $"{each.Deployment.Name} {each.Reason}"))}. Add a deployment that can, or loosen what excludes them."));

    [LoggerMessage(LogLevel.Error, "The routing policy {Policy} failed; the request was routed without it.")]
    private partial void LogPolicyFailed(Exception exception, string policy);
}
