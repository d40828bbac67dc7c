using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class WorkloadMeansTests
{
    [Fact]
    public void A_large_workload_counts_as_its_mean()
    {
        RoutingExample[] examples = [.. Many("a", 1_000), .. Many("b", 1_000)];
        double[] values = [.. Enumerable.Range(0, 2_000).Select(static row => row < 1_000 ? row % 2 : 0.0)];

        double[] means = WorkloadMeans.Of(examples, [.. Enumerable.Range(0, 2_000)], values);

        Assert.Equal(0.5, means[0], 0.01);
        Assert.Equal(0, means[1_500], 0.01);
    }

    [Fact]
    public void A_workload_of_one_prompt_counts_as_the_mean_of_all()
    {
        RoutingExample[] examples = [.. Many("a", 99), .. Many("b", 1)];
        double[] values = new double[100];
        values[99] = 1;

        Assert.Equal(0.1, WorkloadMeans.Of(examples, [.. Enumerable.Range(0, 100)], values)[99], 0.01);
    }

    [Fact]
    public void Prompts_of_unknown_workload_keep_their_own_value() =>
        Assert.Equal([1, 0], WorkloadMeans.Of([.. Many(null, 2)], [0, 1], [1, 0]));

    [Fact]
    public void What_is_judged_has_no_part_in_the_means() =>
        Assert.Equal(0, WorkloadMeans.Of([.. Many("a", 3)], [0, 1], [0, 0, 1])[0]);

    [Fact]
    public void One_named_workload_beside_unknown_ones_tells_nothing_apart() =>
        Assert.False(WorkloadMeans.Differ([.. Many("a", 3), .. Many(null, 3)]));

    private static IEnumerable<RoutingExample> Many(string? workload, int count) =>
        Enumerable.Range(0, count).Select(index => new RoutingExample($"prompt {index}", 1, 1) { Workload = workload });
}
