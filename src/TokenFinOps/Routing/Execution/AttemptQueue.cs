using System.Collections.Immutable;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>Which deployment of a request is tried next: each at most twice, and none that what happened so far rules out. Used by one flow of execution.</summary>
internal sealed class AttemptQueue(ImmutableArray<Deployment> order, Func<Deployment, decimal?> cost)
{
    private const int MostTries = 2;

    private readonly int[] _tries = new int[order.Length];
    private readonly bool[] _isOut = new bool[order.Length];
    private bool _hasForced;

    public int Attempts { get; private set; }

    /// <summary>Takes the next deployment that may be called now: first those that were not tried, in order.</summary>
    /// <param name="lowestRank">The lowest tier that will do.</param>
    public EnteredDeployment? TakeNext(int lowestRank = 0)
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (!_isOut[i] && _tries[i] == 0 && order[i].Rank >= lowestRank && order[i].Health.TryEnter(out HealthTicket ticket))
            {
                return Take(i, ticket);
            }
        }

        return null;
    }

    /// <summary>Takes a deployment that failed before and may have recovered, or one that was left alone until now.</summary>
    public EnteredDeployment? TakeAgain()
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (!_isOut[i] && _tries[i] < MostTries && order[i].Health.TryEnter(out HealthTicket ticket))
            {
                return Take(i, ticket);
            }
        }

        return null;
    }

    /// <summary>Takes a deployment that is left alone for longer, when there is no other: once, and none that has failed this request already.</summary>
    public EnteredDeployment? TakeForced()
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (MayForce(i) && order[i].Health.TryForce(out HealthTicket ticket))
            {
                _hasForced = true;
                return Take(i, ticket);
            }
        }

        return null;
    }

    /// <summary>Gets how long it takes until one of them may be called, or <see langword="null"/> when none is left.</summary>
    public TimeSpan? ShortestWait()
    {
        TimeSpan? shortest = null;
        for (int i = 0; i < order.Length; i++)
        {
            if (!_isOut[i] && _tries[i] < MostTries && order[i].Health.Wait is var wait && (shortest is null || wait < shortest))
            {
                shortest = wait;
            }
        }

        return shortest;
    }

    /// <summary>Gets how long it takes until one of them may be called before its time, or <see langword="null"/> when none may.</summary>
    public TimeSpan? ShortestWaitForForced()
    {
        TimeSpan? shortest = null;
        for (int i = 0; i < order.Length; i++)
        {
            if (MayForce(i) && order[i].Health.WaitForForced is { } wait && (shortest is null || wait < shortest))
            {
                shortest = wait;
            }
        }

        return shortest;
    }

    /// <summary>Learns from a failure who need not be tried.</summary>
    public void Note(Deployment failed, FailureKind kind)
    {
        for (int i = 0; i < order.Length; i++)
        {
            _isOut[i] |= kind switch
            {
                FailureKind.Misconfigured => ReferenceEquals(order[i], failed),
                FailureKind.TooLong => ReferenceEquals(order[i], failed) || order[i].ContextWindow <= failed.ContextWindow,
                FailureKind.Refused => ReferenceEquals(order[i], failed) || cost(order[i]) >= cost(failed),
                _ => false,
            };
        }
    }

    private bool MayForce(int index) => !_hasForced && !_isOut[index] && _tries[index] == 0;

    private EnteredDeployment Take(int index, HealthTicket ticket)
    {
        _tries[index]++;
        Attempts++;
        return new EnteredDeployment(order[index], ticket);
    }
}
