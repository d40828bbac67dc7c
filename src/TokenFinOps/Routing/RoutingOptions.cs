using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Policies;

namespace TokenFinOps.Routing;

/// <summary>Where requests may go, who decides where they go, and what is done when a deployment fails.</summary>
/// <remarks>Options are read when the client is built; later changes have no effect.</remarks>
public sealed class RoutingOptions
{
    // Timers know no longer ones.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private List<TierOptions> _tiers = [];

    /// <summary>Gets the tiers, the cheapest first.</summary>
    public IReadOnlyList<TierOptions> Tiers => _tiers;

    /// <summary>Gets the policies, in the order in which they are asked. The default is none: everything goes to <see cref="DefaultTier"/>.</summary>
    public IList<IRoutingPolicy> Policies { get; private set; } = [];

    /// <summary>Gets the cascades. The first that applies to a request is used. The default is none.</summary>
    public IList<Cascade> Cascades { get; private set; } = [];

    /// <summary>Gets who may be served by which deployments. The default is no restriction.</summary>
    public IList<DeploymentRestriction> Restrictions { get; private set; } = [];

    /// <summary>Gets or sets how it is learned which tiers are good enough for which workloads. The default, <see langword="null"/>, is not at all: the policies are trusted.</summary>
    public LearningOptions? Learning { get; set; }

    /// <summary>
    /// Gets or sets the tag that names the workload of a request, e.g. <c>feature</c>, so that what is learned is learned of each value. Set it where instructions change from call to
    /// call, with a date or a name. The default, <see langword="null"/>, and requests without the tag, are told apart by instructions, tools and response format.
    /// </summary>
    public string? WorkloadTag { get; set; }

    /// <summary>Gets or sets the deployment that answered everything before there was a router, with which savings are compared. The default, <see langword="null"/>, is the first of the highest tier.</summary>
    public string? Baseline { get; set; }

    /// <summary>Gets or sets the tier of requests for which no policy chooses one. The default, <see langword="null"/>, is the baseline's.</summary>
    public string? DefaultTier { get; set; }

    /// <summary>Gets or sets whether decisions are acted on: <see cref="RoutingMode.On"/>, which is the default, or <see cref="RoutingMode.Shadow"/>.</summary>
    public RoutingMode Mode { get; set; }

    /// <summary>Gets or sets the share of runs, 0 to 1, that bypass the router, so that savings are measured and not only claimed. The default is 0.</summary>
    public double ControlShare { get; set; }

    /// <summary>Gets or sets the most attempts of a request. The default is 6.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>
    /// Gets or sets how long a request may take, all attempts together, until its answer begins; then it ends with a <see cref="TimeoutException"/>. The members of a cascade and
    /// what judges them have half of the time that is left, so that the dear deployment has the other. The default, <see langword="null"/>, is no limit.
    /// </summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Gets or sets how long an answer that is not streamed may take before another deployment is tried. The default is five minutes.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a stream may take to begin before another deployment is tried. The default is one minute.</summary>
    public TimeSpan FirstUpdateTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long a stream may pause before it is given up with a <see cref="TimeoutException"/>. The time that its reader takes does not count. The default is two minutes.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets how long a request waits at most until a deployment that asked to be left alone may be called, when there is no other. The default is ten seconds.</summary>
    public TimeSpan MaxRetryWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets after which time without an answer a second deployment, of the same tier or a higher one, is asked as well; who answers first is taken and the other one
    /// cancelled, which may be billed. Requests that are bound to a deployment are not. The default, <see langword="null"/>, is never.
    /// </summary>
    public TimeSpan? HedgeAfter { get; set; }

    /// <summary>Gets when a deployment that fails is left alone.</summary>
    public CircuitOptions Circuit { get; } = new();

    /// <summary>
    /// Gets or sets how much speed counts beside price where a tier has several deployments: they are ordered by price × (seconds to the first update) to this power.
    /// The default is 0: price alone. With 1, a deployment that is twice as fast may cost twice as much. What was measured halves with every ten minutes in which a deployment is
    /// not asked, so that one that was slow once is tried again.
    /// </summary>
    public double LatencyWeight { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether conversations stay with their deployment unless leaving it pays: what its provider has cached would be read anew elsewhere.
    /// The default is <see langword="true"/>. Open tool calls, signed reasoning and conversations that a provider keeps bind in any case.
    /// </summary>
    public bool IsSticky { get; set; } = true;

    /// <summary>Gets or sets over how many turns of a conversation, this one included, leaving its deployment must pay. The default is 3.</summary>
    public int ExpectedTurns { get; set; } = 3;

    /// <summary>Gets or sets the share of the cost that a switch must save, 0 to 1. The default is 0.1.</summary>
    public double SwitchMargin { get; set; } = 0.1;

    /// <summary>Gets or sets how many open tool calls, signatures of reasoning, background responses and answered prompts are remembered, of each kind. The default is 10,000.</summary>
    public int RememberedConversations { get; set; } = 10_000;

    /// <summary>Gets or sets what finds the newest thing that a person asked. The default is the text of the last user message, without <c>&lt;system-reminder&gt;</c> blocks.</summary>
    public Func<IReadOnlyList<ChatMessage>, string>? ReadAsk { get; set; }

    /// <summary>Gets or sets what tells failures that another deployment may cure; <see langword="null"/> from it means: as by default, which goes by the HTTP status, as does what throws.</summary>
    public Func<Exception, FailureKind?>? ClassifyFailure { get; set; }

    /// <summary>Gets or sets what reads how long a provider asks to be left alone. The default reads <c>Retry-After</c> of <c>ClientResultException</c> and <c>RequestFailedException</c>. What throws reads nothing.</summary>
    public Func<Exception, TimeSpan?>? RetryAfter { get; set; }

    /// <summary>Gets or sets the seed of what is drawn: the control group and shadow pairs. The default is 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Adds a tier above those added before.</summary>
    /// <param name="name">Its name, e.g. <c>small</c>.</param>
    /// <param name="configure">Adds its deployments.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RoutingOptions AddTier(string name, Action<TierOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var tier = new TierOptions(name);
        configure(tier);
        _tiers.Add(tier);
        return this;
    }

    /// <summary>Gets or sets what stands between the router and the meter of every deployment, made from the meter and the services.</summary>
    internal Func<IChatClient, IServiceProvider?, IChatClient>? AroundDeployments { get; set; }

    /// <summary>Copies the options, so that each provider of services may add to them what it makes.</summary>
    internal RoutingOptions Copy()
    {
        var copy = (RoutingOptions)MemberwiseClone();
        (copy._tiers, copy.Policies, copy.Cascades, copy.Restrictions) = ([.. _tiers], [.. Policies], [.. Cascades], [.. Restrictions]);
        return copy;
    }

    internal void Validate()
    {
        string[] errors = [.. Errors()];
        if (errors.Length > 0)
        {
            throw new ArgumentException("The routing options are not valid. " + string.Join(" ", errors));
        }
    }

    private IEnumerable<string> Errors()
    {
        DeploymentOptions[] deployments = [.. _tiers.SelectMany(static tier => tier.Deployments).Select(static each => each.Options)];
        if (deployments.Length == 0)
        {
            yield return "There is no deployment; add tiers with AddTier.";
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in _tiers.Select(static tier => tier.Name).Concat(deployments.Select(static each => each.Name)).Where(name => !names.Add(name)))
        {
            // A tier of one deployment may share its name.
            if (!_tiers.Any(tier => tier.Deployments is [var only] && Same(only.Options.Name, name) && Same(tier.Name, name)))
            {
                yield return $"The name '{name}' is used twice among tiers and deployments; give each its own.";
            }
        }

        foreach (TierOptions tier in _tiers.Where(static tier => tier.Deployments.Count == 0))
        {
            yield return $"The tier '{tier.Name}' has no deployment; add one with AddDeployment.";
        }

        if (Baseline is not null && !deployments.Any(each => Same(each.Name, Baseline)))
        {
            yield return $"{nameof(Baseline)} is '{Baseline}', which is no deployment; use one of {string.Join(", ", deployments.Select(static each => each.Name))}.";
        }

        if (DefaultTier is not null && !_tiers.Any(tier => Same(tier.Name, DefaultTier)))
        {
            yield return $"{nameof(DefaultTier)} is '{DefaultTier}', which is no tier; use one of {TierList()}.";
        }

        if (Policies.Contains(null!) || Cascades.Contains(null!) || Restrictions.Contains(null!))
        {
            yield return "A policy, cascade or restriction is null; leave it out.";
        }

        foreach (string error in deployments.SelectMany(static each => each.Errors()).Concat(Restrictions.SelectMany(each => each?.Errors(names, deployments) ?? []))
            .Concat(Cascades.SelectMany(each => each?.Errors(names) ?? [])).Concat(PolicyErrors()).Concat(Circuit.Errors()).Concat(Learning?.Errors() ?? []).Concat(NumberErrors()))
        {
            yield return error;
        }
    }

    // Policies of the user's own name their tiers when they are asked; what they misname is a remark of the decision.
    private IEnumerable<string> PolicyErrors()
    {
        foreach (IRoutingPolicy policy in Policies)
        {
            foreach (string name in ((policy as ITierNames)?.TierNames ?? []).Where(name => !_tiers.Any(tier => Same(tier.Name, name))))
            {
                yield return $"The policy '{policy.Name}' names '{name}', which is no tier; use one of {TierList()}.";
            }
        }
    }

    private string TierList() => string.Join(", ", _tiers.Select(static tier => tier.Name));

    private IEnumerable<string> NumberErrors()
    {
        if (Mode is not (RoutingMode.On or RoutingMode.Shadow))
        {
            yield return $"{nameof(Mode)} is {Mode}; use On or Shadow, and {nameof(ControlShare)} for a control group.";
        }

        if (ControlShare is not (>= 0 and <= 1))
        {
            yield return $"{nameof(ControlShare)} is {ControlShare}; use 0 to 1.";
        }

        if (SwitchMargin is not (>= 0 and <= 1))
        {
            yield return $"{nameof(SwitchMargin)} is {SwitchMargin}; use 0 to 1.";
        }

        if (LatencyWeight is not (>= 0 and <= 100))
        {
            yield return $"{nameof(LatencyWeight)} is {LatencyWeight}; use 0 or more.";
        }

        if (MaxAttempts < 1 || RememberedConversations < 1 || ExpectedTurns < 1)
        {
            yield return $"{nameof(MaxAttempts)} is {MaxAttempts}, {nameof(RememberedConversations)} {RememberedConversations} and {nameof(ExpectedTurns)} {ExpectedTurns}; use 1 or more.";
        }

        if (MaxRetryWait < TimeSpan.Zero || MaxRetryWait > Longest)
        {
            yield return $"{nameof(MaxRetryWait)} is {MaxRetryWait}; use zero, for not to wait, up to {Longest.Days} days.";
        }

        foreach ((string name, TimeSpan? set, bool mayBeNull) in Times().Where(static each => each.Set <= TimeSpan.Zero || each.Set > Longest))
        {
            yield return $"{name} is {set}; use a positive time of up to {Longest.Days} days{(mayBeNull ? ", or null for none" : string.Empty)}.";
        }
    }

    private IEnumerable<(string Name, TimeSpan? Set, bool MayBeNull)> Times() =>
    [
        (nameof(Deadline), Deadline, true),
        (nameof(HedgeAfter), HedgeAfter, true),
        (nameof(AnswerTimeout), AnswerTimeout, false),
        (nameof(FirstUpdateTimeout), FirstUpdateTimeout, false),
        (nameof(StallTimeout), StallTimeout, false),
    ];

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
