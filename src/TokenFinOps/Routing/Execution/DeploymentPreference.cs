using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Execution;

/// <summary>Which of two deployments that can serve a request is tried first.</summary>
/// <param name="draft">The decision, which knows what they cost.</param>
/// <param name="rank">The tier that is wanted.</param>
/// <param name="latencyWeight">See <see cref="RoutingOptions.LatencyWeight"/>.</param>
internal readonly struct DeploymentPreference(RouteDraft draft, int rank, double latencyWeight)
{
    private const int Below = 1_000_000;

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

    /// <summary>Finds whose tier is nearer to the wanted one than that of the first in order: it would be the first if it was not left alone.</summary>
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
        order = order != 0 ? order : Distance(left).CompareTo(Distance(right));
        order = order != 0 ? order : left.Health.IsFull.CompareTo(right.Health.IsFull);
        return order != 0 ? order < 0 : Weight(left) < Weight(right);
    }

    // Above before below: a fallback should not be a worse answer.
    private int Distance(Deployment deployment) => deployment.Rank >= rank ? deployment.Rank - rank : Below + rank - deployment.Rank;

    private double Weight(Deployment deployment)
    {
        double cost = (double)draft.CostOf(deployment);
        double latency = deployment.Health.Latency;
        return latencyWeight == 0 || latency == 0 ? cost : Math.Max(cost, double.Epsilon) * Math.Pow(latency, latencyWeight);
    }
}
