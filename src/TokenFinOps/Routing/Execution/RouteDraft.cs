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

    /// <summary>Who decided when what was wanted is full.</summary>
    public const string ByCapacity = "capacity";

    // How a caller may name a deployment, the narrowest first.
    private static readonly ImmutableArray<Func<Deployment, string>> Namings =
        [static deployment => deployment.Name, static deployment => deployment.Tier, static deployment => deployment.Model];

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

    public RouteDraft(Router router, RoutingRequest request, long expectedOutput, ImmutableArray<DeploymentRestriction> restrictions, AnsweredPrompt? known)
    {
        _deployments = router.Deployments;
        _baseline = router.Baseline;
        _last = known?.Last;
        _warm = known is null ? [] : new long[_deployments.Length];
        _later = known is null ? [] : new decimal?[_deployments.Length];
        _excluded = new string?[_deployments.Length];
        _costs = new decimal?[_deployments.Length];
        long output = Math.Min(request.Options?.MaxOutputTokens ?? expectedOutput, expectedOutput);
        for (int i = 0; i < _deployments.Length; i++)
        {
            Deployment deployment = _deployments[i];
            _excluded[i] = DeploymentFilter.WhyNot(deployment, request, restrictions);
            if (known is null)
            {
                _costs[i] = deployment.Estimate(request.InputTokens, 0, output);
                continue;
            }

            _warm[i] = router.Memory.WarmTokens(known, deployment);
            _costs[i] = deployment.Estimate(request.InputTokens, _warm[i], output);
            _later[i] = deployment.Estimate(request.InputTokens, request.InputTokens, output);
        }

        Pin(request.Options?.ModelId);
    }

    /// <summary>Gets who moved the request from where the policies send it, once it is ordered; <see langword="null"/> when nobody did.</summary>
    public string? MovedBy { get; private set; }

    /// <summary>Gets the rank that the request goes to, once it is ordered, or would go to if nobody was left alone.</summary>
    public int TopRank { get; private set; }

    /// <summary>Keeps a request with the deployment that its conversation is bound to, and gives what does bind it.</summary>
    public ConversationBinding? Bind(ConversationBinding? binding)
    {
        if (binding is not { } bound)
        {
            return null;
        }

        if (WhyFree(bound) is { } reason)
        {
            Remark(ByConversation, $"{bound.Reason}, {reason}: nothing binds it");
            return null;
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

        return binding;
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

    /// <summary>Gets what a request costs at a deployment, for comparing: what has no price is not taken for cheap, unless it is free.</summary>
    public decimal CostOf(Deployment deployment) => CostAt(deployment) ?? (IsFree(deployment) ? 0 : decimal.MaxValue);

    /// <summary>Gets how long a deployment takes to begin, for comparing: who was never measured is taken to be as fast as the fastest of its tier, or it would never be.</summary>
    public double LatencyOf(Deployment deployment)
    {
        double best = deployment.Health.Latency;
        for (int i = 0; i < _deployments.Length && deployment.Health.Latency == 0; i++)
        {
            double other = _deployments[i].Rank == deployment.Rank ? _deployments[i].Health.Latency : 0;
            best = other > 0 && (best == 0 || other < best) ? other : best;
        }

        return best == 0 ? 1 : best;
    }

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
            bool isMeant = Same(deployment.Name, name) || Same(deployment.Tier, name);
            if (isMeant && _excluded[i] is null && !DeploymentPreference.IsLeftAlone(deployment) && (best is null || IsCheaper(deployment, best)))
            {
                best = deployment;
            }
        }

        return best;
    }

    /// <summary>Orders the deployments that can serve: the wanted tier, then those above it, the nearest first; then those of them that are full; then those below; last whoever is left alone.</summary>
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

    // A signature that another provider may or may not refuse is better than no answer; a state that a provider keeps is nowhere else.
    private string? WhyFree(in ConversationBinding binding) =>
        binding.Deployment is not { } deployment ? "and whose is not known"
        : !binding.IsKept && _excluded[_deployments.IndexOf(deployment)] is { } excluded ? $"and {deployment.Name} cannot go on ({excluded})"
        : null;

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
        if (MovedBy is null && preference.NearerThanFirst(able) is { } nearer)
        {
            bool hasFailed = DeploymentPreference.IsLeftAlone(nearer);
            MovedBy = hasFailed ? ByHealth : ByCapacity;
            TopRank = hasFailed ? nearer.Rank : TopRank;
            Remark(MovedBy, hasFailed ? $"{nearer.Name} is left alone because it failed" : $"{nearer.Name} is full");
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
        if (name is null || NamingOf(name) is not { } naming)
        {
            return;
        }

        _isPinned = true;
        for (int i = 0; i < _deployments.Length; i++)
        {
            _excluded[i] ??= Same(naming(_deployments[i]), name) ? null : "the caller names another";
        }
    }

    private Func<Deployment, string>? NamingOf(string name)
    {
        foreach (Func<Deployment, string> naming in Namings)
        {
            foreach (Deployment deployment in _deployments)
            {
                if (Same(naming(deployment), name))
                {
                    return naming;
                }
            }
        }

        return null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    // What a provider has cached makes staying cheap: leaving must save more than the margin, over the turns that are expected, after all is read anew elsewhere.
    private Deployment? StayingWith(List<Deployment> able, RoutingOptions options)
    {
        if (!options.IsSticky || _last is not { } last || ReferenceEquals(able[0], last) || able[0].Rank > last.Rank || !able.Contains(last) || DeploymentPreference.IsLeftAlone(last))
        {
            return null;
        }

        // A prompt that is read anew costs less time than one that waits.
        if (last.Health.IsFull && !able[0].Health.IsFull)
        {
            return null;
        }

        if (CostOver(last, options.ExpectedTurns) is not { } stay || CostOver(able[0], options.ExpectedTurns) is not { } leave || leave < stay * (1 - (decimal)options.SwitchMargin))
        {
            return null;
        }

        // Where both cost the same, as free ones do, what is cached decides: reading it anew takes time.
        if (leave == stay && Warm(last) <= Warm(able[0]))
        {
            return null;
        }

        Remark(ByStickiness, string.Create(
            CultureInfo.InvariantCulture,
            $"{able[0].Name} has {Warm(able[0])} tokens cached and {last.Name} {Warm(last)}: leaving would cost {leave:0.########} against {stay:0.########} USD"));
        return last;
    }

    // This turn as it is, and those after it with all of it in the cache.
    private decimal? CostOver(Deployment deployment, int turns)
    {
        int index = _deployments.IndexOf(deployment);
        return IsFree(deployment) ? 0 : _costs[index] + ((turns - 1) * _later[index]);
    }

    private long Warm(Deployment deployment) => _warm[_deployments.IndexOf(deployment)];

    // What is full answers late, and a cascade waits for all of its members.
    private bool IsCheaper(Deployment left, Deployment right) =>
        left.Health.IsFull != right.Health.IsFull ? right.Health.IsFull
        : CostOf(left) != CostOf(right) ? CostOf(left) < CostOf(right)
        : left.Health.InFlight < right.Health.InFlight;

    // Self-hosted tokens without a price cost nothing more.
    private bool IsFree(Deployment deployment) => CostAt(deployment) is null && deployment.Options.Kind == DeploymentKind.SelfHosted;

    private RoutingCandidate Candidate(Deployment deployment, string? excluded) => new(deployment.Name, deployment.Tier, CostAt(deployment), excluded);

    private decimal? CostAt(Deployment deployment) => _costs[_deployments.IndexOf(deployment)];
}
