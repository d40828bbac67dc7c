namespace TokenFinOps.Guardrails;

/// <summary>What runs are watched for, how much they may do, and what is done about those that get out of hand.</summary>
/// <remarks>
/// <para>
/// By default nothing is limited and loops are warned of: no answer is changed. Calls outside a run are not watched; begin one with <c>FinOps.BeginRun</c>.
/// </para>
/// <para>Set it up at registration, on one thread.</para>
/// </remarks>
public sealed class GuardrailOptions
{
    private readonly GuardrailAction[] _actions = [.. Enum.GetValues<GuardrailRule>().Select(DefaultAction)];
    private readonly HashSet<string> _ignoredTools = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the limits of every run that was begun without its own. The default is <see cref="RunLimits.None"/>.</summary>
    public RunLimits Limits { get; set; } = RunLimits.None;

    /// <summary>Gets or sets which share of a limit trips <see cref="SoftAction"/>. The default is 0.8; 1 leaves only the limit itself.</summary>
    public decimal SoftShare { get; set; } = 0.8m;

    /// <summary>Gets or sets what is done at <see cref="SoftShare"/> of a limit. The default is <see cref="GuardrailAction.Warn"/>.</summary>
    public GuardrailAction SoftAction { get; set; } = GuardrailAction.Warn;

    /// <summary>Gets or sets how often the same call may be made before it is a loop: the call that makes it this many trips the rule.</summary>
    /// <value>
    /// The default is 3: one to learn, one to make sure, and the third for nothing. A call counts less when it does not show standing still: half when the user
    /// has spoken since, a quarter when its result says something else. Ids, numbers and moments in results are not looked at.
    /// </value>
    public int RepeatedCalls { get; set; } = 3;

    /// <summary>Gets or sets how often the same two to six calls may follow each other before it is a loop, up to half as many other calls in between. The default is 3.</summary>
    public int RepeatedCycles { get; set; } = 3;

    /// <summary>Gets or sets how often the same answer may be given in one conversation before it is a loop; answers below 20 characters are not looked at. The default is 4.</summary>
    public int RepeatedAnswers { get; set; } = 4;

    /// <summary>Gets or sets how many failures of tools, or of the provider, in a row trip the rule. The default is 5: more than function invocation and clients retry by themselves.</summary>
    public int RepeatedErrors { get; set; } = 5;

    /// <summary>Gets or sets what the model is told when it has to wrap up, in a message from the user.</summary>
    public string WrapUpInstruction { get; set; } =
        "You have no further tool calls. Answer now with what you have found so far, and say plainly what is missing or uncertain.";

    /// <summary>
    /// Gets or sets how long after its last call a run is forgotten, when it was begun with an id of the caller's and all scopes that began it are closed. Beginning the id again
    /// within that time goes on with the run. Runs whose scope is open are never forgotten, and those without such an id end with the last work that was started in them.
    /// </summary>
    /// <value>The default is one hour.</value>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets what is called on every trip, beside the registered <see cref="IGuardrailObserver"/>s. The call waits for it; a fault in it is logged and breaks nothing.</summary>
    public Action<GuardrailTrip>? OnTrip { get; set; }

    internal ArgumentNames IgnoredArguments { get; } = new();

    /// <summary>Says what is done when a rule trips. The default is to stop at limits and to warn of all else.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="action">What is done. A limit that does not stop may be passed; wrapping up at a limit passes it by one call of each conversation.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rule or the action does not exist.</exception>
    public GuardrailOptions On(GuardrailRule rule, GuardrailAction action)
    {
        if (!Enum.IsDefined(rule) || !Enum.IsDefined(action))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), $"{rule}, {action}", "Use a rule and an action that exist.");
        }

        _actions[(int)rule] = action;
        return this;
    }

    /// <summary>Says what is done about loops: repeated calls, cycles, answers and errors.</summary>
    /// <param name="action">What is done.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The action does not exist.</exception>
    public GuardrailOptions OnLoops(GuardrailAction action)
    {
        foreach (GuardrailRule rule in (ReadOnlySpan<GuardrailRule>)[GuardrailRule.RepeatedCall, GuardrailRule.CallCycle, GuardrailRule.RepeatedAnswer, GuardrailRule.RepeatedError])
        {
            On(rule, action);
        }

        return this;
    }

    /// <summary>Leaves tools out of the watch for loops: those that are meant to be called again and again, as a poll of a long job.</summary>
    /// <param name="names">The tools' names.</param>
    /// <returns>These options.</returns>
    public GuardrailOptions IgnoreTools(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            _ignoredTools.Add(name);
        }

        return this;
    }

    /// <summary>Leaves arguments out of the comparison of calls, at any depth and whatever their case and underscores. Request ids, nonces, attempts and stated reasons are left out already.</summary>
    /// <param name="names">The arguments' names.</param>
    /// <returns>These options.</returns>
    public GuardrailOptions IgnoreArguments(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            IgnoredArguments.Add(name);
        }

        return this;
    }

    internal GuardrailAction ActionOf(GuardrailRule rule) => _actions[(int)rule];

    internal bool Ignores(string tool) => _ignoredTools.Contains(tool);

    internal void Validate()
    {
        List<string> faults = [];
        Limits.AddFaults(faults);
        RequireCount(nameof(RepeatedCalls), RepeatedCalls, 2);
        RequireCount(nameof(RepeatedCycles), RepeatedCycles, 3);
        RequireCount(nameof(RepeatedAnswers), RepeatedAnswers, 2);
        RequireCount(nameof(RepeatedErrors), RepeatedErrors, 2);

        Require(SoftShare is > 0 and <= 1, FormattableString.Invariant($"{nameof(SoftShare)} is {SoftShare}; it must be more than 0 and at most 1."));
        Require(!string.IsNullOrWhiteSpace(WrapUpInstruction), $"{nameof(WrapUpInstruction)} is empty; say what the model is to do.");
        Require(ForgetAfter > TimeSpan.Zero, $"{nameof(ForgetAfter)} is {ForgetAfter}; it must be more than 0.");
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The guardrails are not valid. {string.Join(' ', faults)}");
        }

        void RequireCount(string name, int value, int least) =>
            Require(value >= least, $"{name} is {value}; it must be at least {least}. To switch the rule off, set its action to None.");

        void Require(bool isValid, string fault)
        {
            if (!isValid)
            {
                faults.Add(fault);
            }
        }
    }

    private static GuardrailAction DefaultAction(GuardrailRule rule) => rule <= GuardrailRule.MaxContextGrowth ? GuardrailAction.Stop : GuardrailAction.Warn;
}
