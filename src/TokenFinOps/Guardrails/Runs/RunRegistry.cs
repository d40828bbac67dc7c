using System.Runtime.CompilerServices;
using TokenFinOps.Attribution;

namespace TokenFinOps.Guardrails.Runs;

/// <summary>Finds the state of a run, and forgets those that are over.</summary>
/// <remarks>
/// The state of a run hangs on the scope that opened it and goes with the last work that was started in it. A run whose id the caller chose may be opened
/// again, so it is also kept by its id: until it has been idle for long and all its scopes are closed. Thread-safe.
/// </remarks>
internal sealed class RunRegistry(GuardrailOptions options, TimeProvider time)
{
    // A run takes a few KB, and up to 100 for each conversation in which thousands of ids are shown.
    private const int MostNamed = 10_000;

    private readonly ConditionalWeakTable<OpenRun, RunState> _open = [];
    private readonly Dictionary<string, RunState> _named = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly long _epoch = time.GetTimestamp();
    private TimeSpan _swept;

    /// <summary>Gets the time since the registry was made, which no change of the clock disturbs.</summary>
    public TimeSpan Now => time.GetElapsedTime(_epoch);

    /// <summary>Gets how many runs are kept by their id.</summary>
    public int NamedCount
    {
        get
        {
            lock (_lock)
            {
                return _named.Count;
            }
        }
    }

    /// <summary>Finds the state of a run, or makes it.</summary>
    /// <param name="open">The run, when a scope opened it.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="parentId">The id of the run around it, or <see langword="null"/>.</param>
    public RunState Find(OpenRun? open, string id, string? parentId)
    {
        if (open is not null && _open.TryGetValue(open, out RunState? known))
        {
            return known;
        }

        lock (_lock)
        {
            return open is null ? FindNamed(id, parentId) : FindOpen(open);
        }
    }

    /// <summary>Finds the state of a run that has made a call.</summary>
    public RunState? Peek(OpenRun? open, string id)
    {
        if (open is not null && _open.TryGetValue(open, out RunState? known))
        {
            return known;
        }

        lock (_lock)
        {
            return _named.GetValueOrDefault(id);
        }
    }

    private RunState FindOpen(OpenRun open)
    {
        if (_open.TryGetValue(open, out RunState? known))
        {
            return known;
        }

        RunState? parent = open.Parent is null ? null : FindOpen(open.Parent);
        RunState run = open.IsNamed ? Named(open.Id, parent) : new RunState(open.Id, parent, options.Limits, Now);
        lock (run.Tree)
        {
            run.Limits = open.Limits as RunLimits ?? run.Limits;
            run.AddOpening(open);
        }

        _open.Add(open, run);
        return run;
    }

    private RunState FindNamed(string id, string? parentId)
    {
        RunState? parent = parentId is null || parentId == id ? null : Named(parentId, null);
        return Named(id, parent);
    }

    private RunState Named(string id, RunState? parent)
    {
        ForgetIdle();
        if (_named.TryGetValue(id, out RunState? known) && !IsIdle(known, Now - options.ForgetAfter))
        {
            return known;
        }

        return _named[id] = new RunState(id, parent, options.Limits, Now);
    }

    private void ForgetIdle()
    {
        TimeSpan now = Now;
        if (_named.Count < MostNamed && now - _swept < options.ForgetAfter / 4)
        {
            return;
        }

        _swept = now;
        Forget(_named.Values.Where(run => IsIdle(run, now - options.ForgetAfter)));
        if (_named.Count >= MostNamed)
        {
            Forget(_named.Values.OrderBy(static run => run.LastCall).Take(MostNamed / 2));
        }
    }

    private void Forget(IEnumerable<RunState> runs)
    {
        foreach (RunState run in runs.ToList())
        {
            _named.Remove(run.Id);
        }
    }

    private static bool IsIdle(RunState run, TimeSpan since)
    {
        lock (run.Tree)
        {
            return run.IsIdleSince(since);
        }
    }
}
