using System.Collections.Immutable;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Budgets;

/// <summary>How much may be spent, by whom and in which time, and what happens on the way to the limit.</summary>
/// <remarks>
/// <para>
/// Immutable: every method gives a changed copy. Limits are hard unless <see cref="NotifyOnly"/>: before a call is made its worst case is reserved, and one that does
/// not fit into what is left is refused with a <see cref="BudgetExceededException"/>. A call that falls under several budgets or limits is charged to all of them or to none.
/// </para>
/// <para>Without thresholds of its own a budget raises events at 50, 80 and 100 %.</para>
/// </remarks>
/// <example>
/// <code>
/// finops.AddBudget(Budget.For("team", "support").Monthly(500m).Daily(50m).DowngradeAt(0.8m));
/// finops.AddBudget(Budget.ForEach("customer").Monthly(20m).Requests(60, BudgetWindow.Minute));
/// finops.AddBudget(Budget.ForEachRun().InTotal(2m));
/// </code>
/// </example>
public sealed record Budget
{
    private static readonly ImmutableArray<BudgetThreshold> DefaultThresholds =
        [new(0.5m, BudgetAction.Notify), new(0.8m, BudgetAction.Notify), new(1m, BudgetAction.Notify)];

    private string? _name;

    private Budget(ImmutableArray<BudgetScopePart> scope) => Scope = scope;

    /// <summary>Gets the budget's name, unique among budgets. The default describes its scope, e.g. <c>team=support</c> or <c>each customer</c>.</summary>
    public string Name => _name ?? (Scope.IsEmpty ? "application" : string.Join(", ", Scope));

    /// <summary>Gets the limits, all of which hold at once.</summary>
    public ImmutableArray<BudgetLimit> Limits { get; private init; } = [];

    /// <summary>Gets what happens on the way, in the order of the shares.</summary>
    public ImmutableArray<BudgetThreshold> Thresholds => OwnThresholds.IsEmpty ? DefaultThresholds : OwnThresholds;

    /// <summary>Gets a value indicating whether a call that does not fit is refused. The default is <see langword="true"/>.</summary>
    public bool IsHard { get; private init; } = true;

    /// <summary>Gets the currency of limits of cost. The default is USD. Costs in others are converted by <see cref="BudgetOptions.Convert"/>.</summary>
    public string Currency { get; private init; } = CurrencyCode.Usd;

    /// <summary>Gets the most of a window's unspent rest that the next window gets on top of its limit. The default is 0.</summary>
    public decimal CarriesOver { get; private init; }

    /// <summary>Gets the shortest answer, in tokens, to which a call may be limited to make it fit, or <see langword="null"/> to refuse it instead. The default is <see langword="null"/>.</summary>
    public int? ShortestAnswer { get; private init; }

    /// <summary>Gets a value indicating whether calls without a known price are refused. The default is <see langword="false"/>: they are let through and counted as unpriced.</summary>
    public bool RefusesUnpriced { get; private init; }

    /// <summary>Gets what happens while a shared store cannot be reached. The default is <see cref="StoreFailureAction.Allow"/>.</summary>
    public StoreFailureAction OnStoreFailure { get; private init; }

    internal ImmutableArray<BudgetScopePart> Scope { get; private init; }

    internal ImmutableArray<BudgetThreshold> OwnThresholds { get; private init; } = [];

    internal ImmutableDictionary<string, decimal> LimitFactors { get; private init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>A budget for all calls of the application.</summary>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget ForApplication() => new([]);

    /// <summary>A budget for the calls with a tag.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">The tag's value.</param>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget For(string key, string value) => ForApplication().WithTag(key, value);

    /// <summary>A budget of its own for each value of a tag, or each combination of values of several. Calls without one of the tags are not covered.</summary>
    /// <param name="keys">The tags' keys.</param>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget ForEach(params ReadOnlySpan<string> keys)
    {
        Budget budget = ForApplication();
        foreach (string key in keys)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
            budget = budget.With(BudgetDimension.Tag, key, null);
        }

        return keys.IsEmpty ? throw new ArgumentException("Name at least one tag; use ForApplication for all calls together.", nameof(keys)) : budget;
    }

    /// <summary>A budget of its own for each run.</summary>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget ForEachRun() => ForApplication().With(BudgetDimension.Run, string.Empty, null);

    /// <summary>A budget for the calls of a model.</summary>
    /// <param name="model">The model as it is asked for, or as the price catalogue names it.</param>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget ForModel(string model) => ForApplication().WithModel(model);

    /// <summary>A budget for the calls of a quality tier (<c>MeteringOptions.Tier</c>).</summary>
    /// <param name="tier">The tier's name.</param>
    /// <returns>The budget, which needs a limit.</returns>
    public static Budget ForTier(string tier) => ForApplication().WithTier(tier);

    /// <summary>Restricts the budget to calls with a tag.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">The tag's value.</param>
    /// <returns>The budget.</returns>
    public Budget WithTag(string key, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(value);
        return With(BudgetDimension.Tag, key, value);
    }

    /// <summary>Restricts the budget to calls of a model.</summary>
    /// <param name="model">The model as it is asked for, or as the price catalogue names it.</param>
    /// <returns>The budget.</returns>
    public Budget WithModel(string model) => WithNamed(BudgetDimension.Model, model);

    /// <summary>Restricts the budget to calls of a provider.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <returns>The budget.</returns>
    public Budget WithProvider(string provider) => WithNamed(BudgetDimension.Provider, provider);

    /// <summary>Restricts the budget to calls of a deployment (<c>MeteringOptions.Deployment</c>).</summary>
    /// <param name="deployment">The deployment's name.</param>
    /// <returns>The budget.</returns>
    public Budget WithDeployment(string deployment) => WithNamed(BudgetDimension.Deployment, deployment);

    /// <summary>Restricts the budget to calls of a quality tier (<c>MeteringOptions.Tier</c>).</summary>
    /// <param name="tier">The tier's name.</param>
    /// <returns>The budget.</returns>
    public Budget WithTier(string tier) => WithNamed(BudgetDimension.Tier, tier);

    /// <summary>Gives each model a budget of its own.</summary>
    /// <returns>The budget.</returns>
    public Budget ForEachModel() => With(BudgetDimension.Model, string.Empty, null);

    /// <summary>Gives the budget a name.</summary>
    /// <param name="name">The name. Durable stores know the budget by it.</param>
    /// <returns>The budget.</returns>
    public Budget Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return this with { _name = name };
    }

    /// <summary>Adds a limit.</summary>
    /// <param name="measure">What is counted.</param>
    /// <param name="amount">The most of it.</param>
    /// <param name="window">The time over which it is counted.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="ArgumentException">The budget has such a limit already.</exception>
    public Budget Limit(BudgetMeasure measure, decimal amount, BudgetWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        if (Limits.Any(limit => limit.Measure == measure && limit.Window == window))
        {
            throw new ArgumentException($"The budget '{Name}' already has a limit of {measure} for {window}; keep one.", nameof(measure));
        }

        return this with { Limits = Limits.Add(new BudgetLimit(measure, amount, window)) };
    }

    /// <summary>Adds a limit of cost for each calendar day.</summary>
    /// <param name="cost">The most, in the budget's currency.</param>
    /// <returns>The budget.</returns>
    public Budget Daily(decimal cost) => Limit(BudgetMeasure.Cost, cost, BudgetWindow.Day);

    /// <summary>Adds a limit of cost for each calendar month.</summary>
    /// <param name="cost">The most, in the budget's currency.</param>
    /// <returns>The budget.</returns>
    public Budget Monthly(decimal cost) => Limit(BudgetMeasure.Cost, cost, BudgetWindow.Month);

    /// <summary>Adds a limit of cost for each calendar year.</summary>
    /// <param name="cost">The most, in the budget's currency.</param>
    /// <returns>The budget.</returns>
    public Budget Yearly(decimal cost) => Limit(BudgetMeasure.Cost, cost, BudgetWindow.Year);

    /// <summary>Adds a limit of cost for ever, or for the whole of a run.</summary>
    /// <param name="cost">The most, in the budget's currency.</param>
    /// <returns>The budget.</returns>
    public Budget InTotal(decimal cost) => Limit(BudgetMeasure.Cost, cost, BudgetWindow.Total);

    /// <summary>Adds a limit of attempts.</summary>
    /// <param name="attempts">The most attempts.</param>
    /// <param name="window">The time over which they are counted.</param>
    /// <returns>The budget.</returns>
    public Budget Requests(long attempts, BudgetWindow window) => Limit(BudgetMeasure.Requests, attempts, window);

    /// <summary>Adds a limit of tokens.</summary>
    /// <param name="tokens">The most tokens, of input and output together.</param>
    /// <param name="window">The time over which they are counted.</param>
    /// <returns>The budget.</returns>
    public Budget Tokens(long tokens, BudgetWindow window) => Limit(BudgetMeasure.Tokens, tokens, window);

    /// <summary>Gives one value of a template a multiple of the limits, e.g. a large customer ten times as much.</summary>
    /// <param name="value">The value of the tag or dimension, as in <c>ForEach</c>; of several the values joined by a comma and a blank.</param>
    /// <param name="factor">The multiple, 0 or more.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative.</exception>
    public Budget Except(string value, decimal factor)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        return this with { LimitFactors = LimitFactors.SetItem(value, factor) };
    }

    /// <summary>Raises an event at shares of the limits.</summary>
    /// <param name="shares">The shares; 0.8 is 80 %.</param>
    /// <returns>The budget.</returns>
    public Budget NotifyAt(params ReadOnlySpan<decimal> shares)
    {
        Budget budget = this;
        foreach (decimal share in shares)
        {
            budget = budget.At(new BudgetThreshold(share, BudgetAction.Notify));
        }

        return budget;
    }

    /// <summary>Raises an event when the spend that is projected for the end of the window passes a share of the limit.</summary>
    /// <param name="share">The share; 1 is the limit itself.</param>
    /// <returns>The budget.</returns>
    public Budget NotifyAtForecast(decimal share = 1m) => At(new BudgetThreshold(share, BudgetAction.Notify, OfForecast: true));

    /// <summary>Makes calls wait from a share of the limit on.</summary>
    /// <param name="share">The share.</param>
    /// <param name="delay">How long each call waits.</param>
    /// <returns>The budget.</returns>
    public Budget ThrottleAt(decimal share, TimeSpan delay) => At(new BudgetThreshold(share, BudgetAction.Throttle, Delay: delay));

    /// <summary>Asks the router for a cheaper tier from a share of the limit on.</summary>
    /// <param name="share">The share.</param>
    /// <returns>The budget.</returns>
    public Budget DowngradeAt(decimal share) => At(new BudgetThreshold(share, BudgetAction.PreferCheaper));

    /// <summary>Asks <see cref="BudgetOptions.Approve"/> from a share of the limit on.</summary>
    /// <param name="share">The share.</param>
    /// <returns>The budget.</returns>
    public Budget RequireApprovalAt(decimal share) => At(new BudgetThreshold(share, BudgetAction.RequireApproval));

    /// <summary>Adds what happens from a share of the limits on.</summary>
    /// <param name="threshold">The share and the action.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentException">The share is not above 0, or a throttle has no delay.</exception>
    public Budget At(BudgetThreshold threshold)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        if (threshold.Share <= 0)
        {
            throw new ArgumentException($"A threshold is a share above 0, not {threshold.Share}; 0.8 is 80 %.", nameof(threshold));
        }

        if (threshold.Action == BudgetAction.Throttle && threshold.Delay <= TimeSpan.Zero)
        {
            throw new ArgumentException($"A throttle needs a delay above zero, not {threshold.Delay}.", nameof(threshold));
        }

        return this with { OwnThresholds = OwnThresholds.Add(threshold).Sort(static (a, b) => a.Share.CompareTo(b.Share)) };
    }

    /// <summary>Makes the limits soft: events are raised and nothing is refused.</summary>
    /// <returns>The budget.</returns>
    public Budget NotifyOnly() => this with { IsHard = false };

    /// <summary>Sets the currency of limits of cost.</summary>
    /// <param name="currency">The code of the currency (ISO 4217).</param>
    /// <returns>The budget.</returns>
    public Budget In(string currency) => this with { Currency = CurrencyCode.Canonical(currency) };

    /// <summary>Gives the next window what is left of the last one.</summary>
    /// <param name="atMost">The most that is carried over.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public Budget CarryOver(decimal atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        return this with { CarriesOver = atMost };
    }

    /// <summary>Lowers a call's <c>MaxOutputTokens</c> to what fits, where its worst case does not fit but a useful answer does.</summary>
    /// <param name="shortest">The shortest useful answer, in tokens.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public Budget ShortenAnswers(int shortest = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shortest);
        return this with { ShortestAnswer = shortest };
    }

    /// <summary>Refuses calls whose price is not known.</summary>
    /// <returns>The budget.</returns>
    public Budget RefuseUnpriced() => this with { RefusesUnpriced = true };

    /// <summary>Refuses calls while a shared store cannot be reached.</summary>
    /// <returns>The budget.</returns>
    public Budget FailClosed() => this with { OnStoreFailure = StoreFailureAction.Refuse };

    /// <summary>Makes the same budget for tags as they are kept: where their values are hashed, its own are too.</summary>
    internal Budget Protect(TagPolicy policy)
    {
        BudgetScopePart[] templates = [.. Scope.Where(static part => part.Value is null)];
        return this with
        {
            Scope = [.. Scope.Select(part => part.Value is { } value && part.Dimension == BudgetDimension.Tag ? part with { Value = policy.Protect(part.Key, value) } : part)],
            LimitFactors = LimitFactors.ToImmutableDictionary(factor => Protect(policy, templates, factor.Key), static factor => factor.Value),
        };
    }

    private static string Protect(TagPolicy policy, BudgetScopePart[] templates, string value)
    {
        string[] values = templates.Length > 1 ? value.Split(", ") : [value];
        return values.Length != templates.Length
            ? value
            : string.Join(", ", values.Zip(templates, (each, part) => part.Dimension == BudgetDimension.Tag ? policy.Protect(part.Key, each) : each));
    }

    private Budget WithNamed(BudgetDimension dimension, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return With(dimension, string.Empty, name);
    }

    private Budget With(BudgetDimension dimension, string key, string? value) => this with { Scope = Scope.Add(new BudgetScopePart(dimension, key, value)) };
}
