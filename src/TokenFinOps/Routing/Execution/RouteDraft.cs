using System.Collections.Immutable;
using System.Globalization;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Execution;

/// <summary>A decision while it is made: who is excluded, what each deployment would cost, and what was said. Used by one flow of execution.</summary>
internal sealed class RouteDraft
{
    /// <summary>Who decided when a conversation is bound.</summary>
    public const string ByConversation = "conversation";

    /// <summary>Who decided when the caller named a deployment or a tier.</summary>
    public const string ByCaller = "caller";

    /// <summary>Who decided when nobody could.</summary>
    public const string ByFailure = "failure";

    /// <summary>Who decided when a budget or a guardrail prefers a cheaper tier.</summary>
    public const string ByPressure = "pressure";

    /// <summary>Who decided when leaving the deployment that answered before would not pay.</summary>
    public const string ByStickiness = "stickiness";

    /// <summary>Who decided when what was wanted is left alone, because it failed.</summary>
    public const string ByHealth = "health";

    private readonly ImmutableArray<Deployment> _deployments;
    private readonly Deployment _baseline;
    private readonly Deployment? _last;
    private readonly long[] _warm;
    private readonly decimal?[] _later;
    private readonly string?[] _excluded;
    private readonly decimal?[] _costs;
    private readonly ImmutableArray<RoutingRemark>.Builder _remarks = ImmutableArray.CreateBuilder<RoutingRemark>(4);
    private Deployment? _bound;
    private string? _boundBy;
    private bool _isPinned;

    public RouteDraft(Router router, RoutingRequest request, long expectedOutput, ImmutableArray<DeploymentRestriction> restrictions, ulong conversation)
    {
        _deployments = router.Deployments;
        _baseline = router.Baseline;
        _last = router.Memory.LastOf(conversation);
        _warm = _last is null ? [] : new long[_deployments.Length];
        _later = _last is null ? [] : new decimal?[_deployments.Length];
        _excluded = new string?[_deployments.Length];
        _costs = new decimal?[_deployments.Length];
        long output = Math.Min(request.Options?.MaxOutputTokens ?? expectedOutput, expectedOutput);
        for (int i = 0; i < _deployments.Length; i++)
        {
            Deployment deployment = _deployments[i];
            _excluded[i] = DeploymentFilter.WhyNot(deployment, request, restrictions);
            long warm = _last is null ? 0 : router.Memory.WarmTokens(conversation, deployment);
            _costs[i] = deployment.Estimate(request.InputTokens, warm, output);
            if (_last is not null)
            {
                _warm[i] = warm;
                _later[i] = deployment.Estimate(request.InputTokens, request.InputTokens, output);
            }
        }

        Pin(request.Options?.ModelId);
    }

    /// <summary>Gets who moved the request from where the policies send it, once it is ordered; <see langword="null"/> when nobody did.</summary>
    public string? MovedBy { get; private set; }

    /// <summary>Gets the rank that the request goes to, once it is ordered, or would go to if nobody was left alone.</summary>
    public int TopRank { get; private set; }

    /// <summary>Keeps a request with the deployment that its conversation is bound to.</summary>
    public void Bind(ConversationBinding? binding)
    {
        if (binding is not { } bound)
        {
            return;
        }

        _bound = bound.Deployment;
        _boundBy = bound.Reason;
        for (int i = 0; bound.IsAbsolute && i < _deployments.Length; i++)
        {
            if (!ReferenceEquals(_deployments[i], bound.Deployment))
            {
                _excluded[i] ??= bound.Reason;
            }
        }
    }

    public void Remark(string source, string statement) => _remarks.Add(new RoutingRemark(source, statement));

    /// <summary>Writes down what a policy says.</summary>
    /// <param name="source">The policy.</param>
    /// <param name="opinion">What it says.</param>
    /// <param name="isOurs">Whether it names a tier that there is.</param>
    public void Remark(string source, in RoutingOpinion opinion, bool isOurs)
    {
        string statement = opinion.Tier is null ? opinion.Reason
            : isOurs ? $"{Verb(opinion.Kind)} {opinion.Tier}: {opinion.Reason}"
            : $"no such tier as {opinion.Tier}: {opinion.Reason}";
        _remarks.Add(new RoutingRemark(source, statement, opinion.Score));
    }

    /// <summary>Gets what a request costs at a deployment, for comparing: self-hosted tokens without a price cost nothing more, and what else has no price is not taken for cheap.</summary>
    public decimal CostOf(Deployment deployment) => CostAt(deployment) ?? (deployment.Options.Kind == DeploymentKind.SelfHosted ? 0 : decimal.MaxValue);

    public IEnumerable<(Deployment Deployment, string Reason)> Exclusions()
    {
        for (int i = 0; i < _deployments.Length; i++)
        {
            if (_excluded[i] is { } reason)
            {
                yield return (_deployments[i], reason);
            }
        }
    }

    /// <summary>Finds a deployment by its name, or the best one of a tier, among those that can serve and are not left alone at the moment.</summary>
    public Deployment? Find(string name)
    {
        Deployment? best = null;
        for (int i = 0; i < _deployments.Length; i++)
        {
            Deployment deployment = _deployments[i];
            bool isMeant = deployment.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || deployment.Tier.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isMeant && _excluded[i] is null && deployment.Health.Wait == TimeSpan.Zero && (best is null || CostOf(deployment) < CostOf(best)))
            {
                best = deployment;
            }
        }

        return best;
    }

    /// <summary>Orders the deployments that can serve: the wanted tier, then those above it, the nearest first, then those below it, and last whoever is left alone at the moment.</summary>
    public ImmutableArray<Deployment> Order(int rank, RoutingOptions options)
    {
        var able = new List<Deployment>(_deployments.Length);
        for (int i = 0; i < _deployments.Length; i++)
        {
            if (_excluded[i] is null)
            {
                able.Add(_deployments[i]);
            }
        }

        if (able.Count > 0)
        {
            var preference = new DeploymentPreference(this, rank, options.LatencyWeight);
            preference.Sort(able);
            Move(able, preference, options);
        }

        return [.. able];
    }

    /// <summary>Puts it in writing.</summary>
    /// <param name="members">The deployments that a cascade asks first.</param>
    /// <param name="order">The deployments that can serve, the best first.</param>
    /// <param name="decidedBy">Who decided.</param>
    /// <param name="mode">Whether it is acted on.</param>
    /// <param name="workload">The workload's key.</param>
    public RoutingDecision ToDecision(ImmutableArray<Deployment> members, ImmutableArray<Deployment> order, string decidedBy, RoutingMode mode, string workload)
    {
        var candidates = ImmutableArray.CreateBuilder<RoutingCandidate>(_deployments.Length);
        foreach (Deployment deployment in members)
        {
            candidates.Add(Candidate(deployment, null));
        }

        foreach (Deployment deployment in order)
        {
            if (!members.Contains(deployment))
            {
                candidates.Add(Candidate(deployment, null));
            }
        }

        for (int i = 0; i < _deployments.Length; i++)
        {
            if (_excluded[i] is { } reason)
            {
                candidates.Add(Candidate(_deployments[i], reason));
            }
        }

        return new RoutingDecision
        {
            Chosen = candidates[0].Deployment,
            Tier = candidates[0].Tier,
            Baseline = _baseline.Name,
            DecidedBy = _isPinned && decidedBy != ByConversation ? ByCaller : decidedBy,
            Mode = mode,
            Workload = workload,
            Candidates = candidates.DrainToImmutable(),
            Remarks = _remarks.DrainToImmutable(),
        };
    }

    private static string Verb(RoutingOpinionKind kind) => kind switch
    {
        RoutingOpinionKind.Prefer => "chooses",
        RoutingOpinionKind.AtLeast => "at least",
        RoutingOpinionKind.AtMost => "at most",
        _ => "about",
    };

    // What binds comes before what pays, and a deployment that is left alone binds only where no other can go on.
    private void Move(List<Deployment> able, DeploymentPreference preference, RoutingOptions options)
    {
        bool isKept = _bound is not null && able.Contains(_bound) && (able.Count == 1 || !DeploymentPreference.IsLeftAlone(_bound));
        if (_bound is not null)
        {
            Remark(ByConversation, $"{_boundBy}: {(isKept ? "stays with" : "cannot stay with")} {_bound.Name}");
        }

        if (isKept)
        {
            MovedBy = ByConversation;
            PutFirst(able, _bound!);
        }
        else if (StayingWith(able, options) is { } last)
        {
            MovedBy = ByStickiness;
            PutFirst(able, last);
        }

        TopRank = able[0].Rank;
        if (MovedBy is null && preference.NearerThanFirst(able) is { } failed)
        {
            Remark(ByHealth, $"{failed.Name} is left alone because it failed");
            MovedBy = ByHealth;
            TopRank = failed.Rank;
        }
    }

    private static void PutFirst(List<Deployment> able, Deployment deployment)
    {
        able.Remove(deployment);
        able.Insert(0, deployment);
    }

    // The caller may name a deployment, a tier or a model of ours; any other name is what the application asked for before there was a router.
    private void Pin(string? name)
    {
        if (name is null)
        {
            return;
        }

        bool IsMeant(Deployment each) => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || each.Tier.Equals(name, StringComparison.OrdinalIgnoreCase);
        bool isOurs = _deployments.Any(IsMeant);
        for (int i = 0; isOurs && i < _deployments.Length; i++)
        {
            _excluded[i] ??= IsMeant(_deployments[i]) ? null : "the caller names another";
        }

        _isPinned = isOurs;
    }

    // What a provider has cached makes staying cheap: leaving must save more than the margin, over the turns that are expected, after all is read anew elsewhere.
    private Deployment? StayingWith(List<Deployment> able, RoutingOptions options)
    {
        if (!options.IsSticky || _last is not { } last || ReferenceEquals(able[0], last) || able[0].Rank > last.Rank || !able.Contains(last) || DeploymentPreference.IsLeftAlone(last))
        {
            return null;
        }

        if (CostOver(last, options.ExpectedTurns) is not { } stay || CostOver(able[0], options.ExpectedTurns) is not { } leave || leave < stay * (1 - (decimal)options.SwitchMargin))
        {
            return null;
        }

        Remark(ByStickiness, string.Create(
            CultureInfo.InvariantCulture,
            $"{able[0].Name} has {_warm[_deployments.IndexOf(able[0])]} tokens cached and {last.Name} {_warm[_deployments.IndexOf(last)]}: leaving would cost {leave:0.########} against {stay:0.########} USD"));
        return last;
    }

    // This turn as it is, and those after it with all of it in the cache.
    private decimal? CostOver(Deployment deployment, int turns)
    {
        int index = _deployments.IndexOf(deployment);
        return _costs[index] + ((turns - 1) * _later[index]);
    }

    private RoutingCandidate Candidate(Deployment deployment, string? excluded) => new(deployment.Name, deployment.Tier, CostAt(deployment), excluded);

    private decimal? CostAt(Deployment deployment) => _costs[_deployments.IndexOf(deployment)];
}
