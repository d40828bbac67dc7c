using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>How the attempts of a request failed, and what of it its caller is told. Used by one flow of execution.</summary>
internal sealed class AttemptFailures
{
    private Exception? _firstRefusal;
    private Exception? _failure;

    /// <summary>Gets the newest failure.</summary>
    public Exception? Last { get; private set; }

    /// <summary>Gets what the caller is told: the newest failure of a deployment, or the first refusal where nothing but refusals happened.</summary>
    public Exception? Told => _failure ?? _firstRefusal;

    /// <summary>Gets a value indicating whether there were failures, and a budget or a guardrail refused each time.</summary>
    public bool AreAllRefusals => _failure is null && _firstRefusal is not null;

    public void Add(FailureKind kind, Exception exception)
    {
        Last = exception;
        if (kind == FailureKind.Refused)
        {
            _firstRefusal ??= exception;
        }
        else
        {
            _failure = exception;
        }
    }
}
