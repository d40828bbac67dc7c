namespace TokenFinOps.Routing.Complexity;

/// <summary>What prompts of the same workload came to on average: far less noisy than what one prompt came to.</summary>
internal static class WorkloadMeans
{
    // The mean of all prompts counts as much as so many of the workload.
    private const double MeanWeight = 10;

    /// <summary>Tells whether there are workloads to tell apart.</summary>
    public static bool Differ(IReadOnlyList<RoutingExample> examples) =>
        examples.Select(static example => example.Workload).OfType<string>().Distinct(StringComparer.Ordinal).Skip(1).Any();

    /// <summary>Replaces values by the means of their workloads, and leaves those of unknown workloads as they are.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="rows">Those that means are taken of: what is judged must not be among them.</param>
    /// <param name="values">A value for every example.</param>
    /// <returns>A value for every example; those of other rows mean nothing.</returns>
    public static double[] Of(IReadOnlyList<RoutingExample> examples, int[] rows, double[] values)
    {
        double[] means = [.. values];
        double all = rows.Average(row => values[row]);
        foreach (IGrouping<string?, int> workload in rows.GroupBy(row => examples[row].Workload).Where(static each => each.Key is not null))
        {
            double mean = (workload.Sum(row => values[row]) + (MeanWeight * all)) / (workload.Count() + MeanWeight);
            foreach (int row in workload)
            {
                means[row] = mean;
            }
        }

        return means;
    }
}
