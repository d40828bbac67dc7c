using TokenFinOps.Routing.Policies;

namespace TokenFinOps.Routing.Execution;

/// <summary>What policies and proof come to: a tier, and who is to be named for it. Used by one decision.</summary>
internal struct TierVote(int tiers, int defaultRank)
{
    /// <summary>Who decided when no policy did.</summary>
    public const string ByDefault = "default";

    /// <summary>Who decided when a tier was not proved to be good enough.</summary>
    public const string ByAdmission = "admission";

    /// <summary>Who decided when a cheaper tier than the default one was proved to be good enough.</summary>
    public const string ByRightSizing = "right-sizing";

    private int _low;
    private int _high = tiers - 1;
    private int? _proved;
    private int? _chosen;
    private string _lowBy = ByDefault;
    private string _highBy = ByDefault;
    private string _chosenBy = ByDefault;

    /// <summary>Gets the lowest tier that the policies allow, which holds for cascades too. What is proved is about a tier's answers alone.</summary>
    public readonly int Lowest => _low;

    /// <summary>Gets which policy wants one tier less, or <see langword="null"/>.</summary>
    public string? DownBy { get; private set; }

    /// <summary>Takes the opinion of a policy about a tier, or about none of ours.</summary>
    public void Take(string policy, RoutingOpinionKind kind, int? about)
    {
        if (kind == RoutingOpinionKind.OneDown)
        {
            DownBy ??= policy;
            return;
        }

        if (about is not { } rank)
        {
            return;
        }

        if (kind == RoutingOpinionKind.Prefer && _chosen is null)
        {
            (_chosen, _chosenBy) = (rank, policy);
        }
        else if (kind == RoutingOpinionKind.AtLeast && Math.Min(rank, _high) > _low)
        {
            (_low, _lowBy) = (Math.Min(rank, _high), policy);
        }
        else if (kind == RoutingOpinionKind.AtMost && Math.Max(rank, _low) < _high)
        {
            (_high, _highBy) = (Math.Max(rank, _low), policy);
        }
    }

    /// <summary>Takes the lowest tier that is proved to be good enough. No policy goes below it: a promise that a rule may break is none.</summary>
    public void Prove(int rank)
    {
        _proved = rank;
        if (_chosen is null && Math.Max(_low, rank) < defaultRank)
        {
            (_chosen, _chosenBy) = (Math.Max(_low, rank), ByRightSizing);
        }
    }

    /// <summary>Gives the tier, and who is to be named for it.</summary>
    /// <param name="downBy">Who wants one tier less, or <see langword="null"/>.</param>
    public readonly (int Rank, string DecidedBy) Result(string? downBy)
    {
        int chosen = _chosen ?? defaultRank;
        (int rank, string by) = chosen < _low ? (_low, _lowBy) : chosen > _high ? (_high, _highBy) : (chosen, _chosenBy);
        int floor = Math.Max(_low, _proved ?? 0);
        if (rank < floor)
        {
            (rank, by) = (floor, ByAdmission);
        }

        return downBy is not null && rank > floor ? (rank - 1, downBy) : (rank, by);
    }
}
