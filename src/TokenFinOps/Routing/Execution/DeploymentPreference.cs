using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Execution;

/// <summary>Which of two deployments that can serve a request is tried first.</summary>
/// <param name="draft">The decision, which knows what they cost.</param>
/// <param name="rank">The tier that is wanted.</param>
/// <param name="latencyWeight">See <see cref="RoutingOptions.LatencyWeight"/>.</param>
internal readonly struct DeploymentPreference(RouteDraft draft, int rank, double latencyWeight)
{
    private const int Full = 1_000_000;
    private const int Below = 2_000_000;

    // Below any price of a request, in US dollars: free deployments too are told apart by how fast they are.
    private const double LeastCost = 1e-9;

    public static bool IsLeftAlone(Deployment deployment) => deployment.Health.Wait > TimeSpan.Zero;

    public void Sort(List<Deployment> able)
    {
        // A handful at most, and nearly in order: insertion needs no comparer object.
        for (int i = 1; i < able.Count; i++)
        {
            Deployment moved = able[i];
            int place = i;
            while (place > 0 && ComesBefore(moved, able[place - 1]))
            {
                able[place] = able[place - 1];
                place--;
            }

            able[place] = moved;
        }
    }

    /// <summary>Finds whose tier is nearer to the wanted one than that of the first in order: it would be the first if it was not left alone or full.</summary>
    public Deployment? NearerThanFirst(List<Deployment> ordered)
    {
        Deployment nearest = ordered[0];
        foreach (Deployment each in ordered)
        {
            if (Distance(each) < Distance(nearest))
            {
                nearest = each;
            }
        }

        return ReferenceEquals(nearest, ordered[0]) ? null : nearest;
    }

    // Whoever is left alone is not called now, whatever its tier.
    private bool ComesBefore(Deployment left, Deployment right)
    {
        int order = IsLeftAlone(left).CompareTo(IsLeftAlone(right));
        order = order != 0 ? order : Place(left).CompareTo(Place(right));
        order = order != 0 ? order : left.Health.IsFull.CompareTo(right.Health.IsFull);
        order = order != 0 ? order : Weight(left).CompareTo(Weight(right));
        order = order != 0 ? order : left.Health.InFlight.CompareTo(right.Health.InFlight);
        return order != 0 ? order < 0 : latencyWeight > 0 && left.Health.Latency == 0 && right.Health.Latency > 0;
    }

    // What spills over from a full deployment should not get a worse answer either.
    private int Place(Deployment deployment) => Distance(deployment) + (deployment.Health.IsFull && deployment.Rank >= rank ? Full : 0);

    // Above before below: a fallback should not be a worse answer.
    private int Distance(Deployment deployment) => deployment.Rank >= rank ? deployment.Rank - rank : Below + rank - deployment.Rank;

    private double Weight(Deployment deployment)
    {
        double cost = (double)draft.CostOf(deployment);
        return latencyWeight == 0 ? cost : Math.Max(cost, LeastCost) * Math.Pow(draft.LatencyOf(deployment), latencyWeight);
    }
}
