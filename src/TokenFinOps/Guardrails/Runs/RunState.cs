using TokenFinOps.Attribution;
using TokenFinOps.Guardrails.Behaviour;

namespace TokenFinOps.Guardrails.Runs;

/// <summary>What a run has done and holds, its sub-runs included.</summary>
/// <remarks>Guarded by <see cref="Tree"/>, the one lock of a run and all runs around and inside it: so a call is charged to all of them or to none.</remarks>
internal sealed class RunState
{
    private static readonly int Rules = Enum.GetValues<GuardrailRule>().Length;

    private readonly GuardrailAction[] _tripped = new GuardrailAction[Rules];
    private readonly List<WeakReference<OpenRun>> _openings = [];
    private readonly SpendRate _rate = new();
    private int _subRuns;

    public RunState(string id, RunState? parent, RunLimits limits, TimeSpan now)
    {
        Id = id;
        Parent = parent;
        Limits = limits;
        Started = now;
        LastCall = now;
        Tree = parent?.Tree ?? new Lock();
        Ordinal = parent is null ? 0 : Interlocked.Increment(ref parent._subRuns);
    }

    public string Id { get; }

    public RunState? Parent { get; }

    public RunLimits Limits { get; set; }

    public Lock Tree { get; }

    /// <summary>Gets which of its parent's sub-runs the run is, from 1.</summary>
    public int Ordinal { get; }

    public TimeSpan Started { get; }

    public TimeSpan LastCall { get; set; }

    public Conversations Conversations { get; } = new();

    public int Calls { get; private set; }

    public int CallsUnderWay { get; private set; }

    public decimal Spent { get; private set; }

    public decimal HeldCost { get; private set; }

    public decimal Tokens { get; private set; }

    public decimal HeldTokens { get; private set; }

    /// <summary>Gets or sets a value indicating whether the router should send the run's calls to a cheaper tier.</summary>
    public bool PrefersCheaper { get; set; }

    /// <summary>Gets or sets what made the run wrap up.</summary>
    public GuardrailTrip? WrapUp { get; set; }

    /// <summary>Gets a value indicating whether a conversation has been wrapped up, so that no new one may begin.</summary>
    public bool IsWrappedUp { get; private set; }

    /// <summary>Gets this run or the nearest around it that is to wrap up.</summary>
    public RunState? WrappingUp => WrapUp is not null ? this : Parent?.WrappingUp;

    /// <summary>Gets a value indicating whether no new conversation may begin.</summary>
    public bool IsClosing => IsWrappedUp || Parent is { IsClosing: true };

    /// <summary>Gets a value indicating whether calls must be estimated before they are made.</summary>
    public bool Reserves => Limits.Reserves || Parent is { Reserves: true };

    /// <summary>Gets or sets what stopped the run for good.</summary>
    public GuardrailTrip? Stopped { get; set; }

    public string? LastAnswer { get; set; }

    public decimal CostPerMinute(TimeSpan now) => _rate.PerMinute(now);

    /// <summary>Takes note of what is done about a rule.</summary>
    /// <returns>Whether that is more than was done before.</returns>
    public bool Escalate(GuardrailRule rule, GuardrailAction action)
    {
        if (action <= _tripped[(int)rule])
        {
            return false;
        }

        _tripped[(int)rule] = action;
        return true;
    }

    /// <summary>Holds the worst case of a call in the run and all runs around it.</summary>
    public void Hold(decimal cost, decimal tokens)
    {
        for (RunState? run = this; run is not null; run = run.Parent)
        {
            run.Calls++;
            run.CallsUnderWay++;
            run.HeldCost += cost;
            run.HeldTokens += tokens;
        }
    }

    /// <summary>Gives back what is held for a call that was never made.</summary>
    public void Release(decimal cost, decimal tokens)
    {
        LetGo(cost, tokens);
        for (RunState? run = this; run is not null; run = run.Parent)
        {
            run.Calls--;
        }
    }

    /// <summary>Replaces what is held for a call by what it came to.</summary>
    public void Settle(decimal heldCost, decimal heldTokens, decimal cost, decimal tokens, TimeSpan now)
    {
        LetGo(heldCost, heldTokens);
        for (RunState? run = this; run is not null; run = run.Parent)
        {
            run.LastCall = now;
            run.Spent += cost;
            run.Tokens += tokens;
            run._rate.Add(cost, now - run.Started);
        }
    }

    /// <summary>Takes note of an answer to the request to wrap up.</summary>
    public void EndWrapUp()
    {
        for (RunState? run = this; run is not null; run = run.Parent)
        {
            run.IsWrappedUp = run.WrapUp is not null;
        }
    }

    /// <summary>Takes note of a scope that works in the run.</summary>
    public void AddOpening(OpenRun run)
    {
        _openings.RemoveAll(static opening => !IsOpenIn(opening));
        _openings.Add(new WeakReference<OpenRun>(run));
    }

    /// <summary>Says whether nothing goes on in the run and nothing went on since a time.</summary>
    public bool IsIdleSince(TimeSpan time) => CallsUnderWay == 0 && LastCall < time && !_openings.Exists(IsOpenIn);

    private static bool IsOpenIn(WeakReference<OpenRun> opening) => opening.TryGetTarget(out OpenRun? run) && !run.IsClosed;

    private void LetGo(decimal cost, decimal tokens)
    {
        for (RunState? run = this; run is not null; run = run.Parent)
        {
            run.CallsUnderWay--;
            run.HeldCost -= cost;
            run.HeldTokens -= tokens;
        }
    }
}
