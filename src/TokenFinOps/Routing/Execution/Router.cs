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
        _policies = [.. options.Policies];
        _defaultRank = options.DefaultTier is { } named ? RankOf(named).GetValueOrDefault() : baseline.Rank;
    }

    public ImmutableArray<Deployment> Deployments { get; }

    public Deployment Baseline { get; }

    public ConversationMemory Memory { get; }

    /// <summary>Gets what learns which tiers are good enough, or <see langword="null"/>.</summary>
    public TierLearner? Learner { get; }

    /// <summary>Decides about a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="attribution">Who pays for it.</param>
    /// <param name="mode">Whether the decision is acted on, if the baseline can answer where it is not.</param>
    /// <param name="mayCascade">Whether several deployments may be asked.</param>
    /// <exception cref="RoutingUnavailableException">No deployment can serve it.</exception>
    public Route Decide(RoutingRequest request, in FinOpsRequest attribution, RoutingMode mode, bool mayCascade)
    {
        WorkloadProfile workload = ProfileOf(request.WorkloadHash);
        ConversationPoint conversation = Memory.Locate(request);
        var draft = new RouteDraft(this, request, workload.ExpectedOutput, _restrictions, conversation.Known);
        ConversationBinding? binding = draft.Bind(Memory.BindingOf(request, conversation.Key));
        (int rank, int lowest, string decidedBy) = RankFor(request, attribution, draft);
        ImmutableArray<Deployment> order = draft.Order(rank, _options);
        if (order.IsEmpty)
        {
            throw Unavailable(draft);
        }

        (Cascade? cascade, ImmutableArray<Deployment> members) = mayCascade && binding is null ? CascadeFor(request, draft, lowest) : (null, []);
        RoutingDecision decision = draft.ToDecision(members, order, cascade?.Name ?? draft.MovedBy ?? decidedBy, mode, workload.Key);
        var route = new Route(request, workload, conversation, order, decision, cascade, members);
        return mode == RoutingMode.On ? route : route.Bypassing(Baseline, _options.Mode);
    }

    /// <summary>Sends a request, about which nothing could be decided, to the baseline, or to another deployment where restrictions keep it away from there.</summary>
    /// <exception cref="RoutingUnavailableException">They keep it away from all.</exception>
    public Route Undecided(RoutingRequest request, RoutingMode mode, Exception exception)
    {
        ImmutableArray<Deployment> order = [.. Deployments.Remove(Baseline).Insert(0, Baseline).Where(deployment => IsAllowed(deployment, request))];
        if (order.IsEmpty)
        {
            throw new RoutingUnavailableException("The routing decision failed, and restrictions keep the request away from every deployment.", exception);
        }

        var decision = new RoutingDecision
        {
            Chosen = order[0].Name,
            Tier = order[0].Tier,
            Baseline = Baseline.Name,
            DecidedBy = RouteDraft.ByFailure,
            Mode = mode == RoutingMode.Control && !ReferenceEquals(order[0], Baseline) ? _options.Mode : mode,
            Workload = string.Empty,
            Remarks = [new RoutingRemark("router", $"the decision failed with {exception.GetType().Name}")],
        };
        return new Route(request, new WorkloadProfile(0), default, order, decision, null, []);
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

    private (int Rank, int Lowest, string DecidedBy) RankFor(RoutingRequest request, in FinOpsRequest attribution, RouteDraft draft)
    {
        var vote = new TierVote(_tiers.Length, _defaultRank);
        foreach (IRoutingPolicy policy in _policies)
        {
            RoutingOpinion opinion = Ask(policy, request);
            int? rank = opinion.Tier is { } tier ? RankOf(tier) : null;
            draft.Remark(policy.Name, opinion, isOurs: rank is not null);
            vote.Take(policy.Name, opinion.Kind, rank);
        }

        if (Learner is { } learner)
        {
            vote.Prove(LearnedRank(learner, request, draft));
        }

        (int wanted, string decidedBy) = vote.Result(vote.DownBy ?? (IsUnderPressure(attribution, draft) ? RouteDraft.ByPressure : null));
        return (wanted, vote.Lowest, decidedBy);
    }

    // What cannot be learned from permits nothing.
    private int LearnedRank(TierLearner learner, RoutingRequest request, RouteDraft draft)
    {
        try
        {
            (int rank, string reason, double score) = learner.Lowest(request);
            draft.Remark(TierVote.ByAdmission, RoutingOpinion.AtLeast(_tiers[rank], reason, score), isOurs: true);
            return rank;
        }
        catch (Exception exception)
        {
            LogPolicyFailed(exception, TierVote.ByAdmission);
            draft.Remark(TierVote.ByAdmission, $"failed with {exception.GetType().Name}");
            return learner.BaselineRank;
        }
    }

    private bool IsUnderPressure(in FinOpsRequest attribution, RouteDraft draft)
    {
        foreach (ICostPressure pressure in _pressures)
        {
            if (pressure.PrefersCheaper(attribution))
            {
                draft.Remark(RouteDraft.ByPressure, "a budget or a guardrail prefers a cheaper tier");
                return true;
            }
        }

        return false;
    }

    private bool IsAllowed(Deployment deployment, RoutingRequest request) =>
        _restrictions.All(restriction => !restriction.Covers(request) || restriction.WhyNot(deployment) is null);

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

    private (Cascade? Cascade, ImmutableArray<Deployment> Members) CascadeFor(RoutingRequest request, RouteDraft draft, int lowest)
    {
        foreach (Cascade cascade in _cascades)
        {
            ImmutableArray<Deployment> members = [.. cascade.Members.Select(name => draft.Find(name)).OfType<Deployment>().Distinct()];
            if (members.Length == cascade.Members.Length && members.All(member => member.Rank < draft.TopRank && member.Rank >= lowest) && Applies(cascade, request))
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
