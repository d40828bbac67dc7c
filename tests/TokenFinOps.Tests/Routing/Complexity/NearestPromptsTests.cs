using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class NearestPromptsTests
{
    [Fact]
    public void A_prompt_scores_like_the_labelled_prompts_it_resembles()
    {
        var nearest = new NearestPrompts(
            [
                new RoutingExample("prove the lemma about tensors", 0, 1),
                new RoutingExample("prove the lemma about manifolds", 0, 1),
                new RoutingExample("name a big river", 1, 1),
                new RoutingExample("name a small river", 1, 1),
            ],
            neighbours: 2);

        Assert.True(nearest.Score("prove a lemma about tensors") > 0.6);
        Assert.True(nearest.Score("name the river") < 0.4);
    }

    [Fact]
    public void A_prompt_like_no_other_scores_as_the_average_one()
    {
        var nearest = new NearestPrompts([new RoutingExample("a b c", 0, 1), new RoutingExample("d e f", 1, 1)]);

        Assert.Equal(0.5, nearest.Score("xyz"), 1e-6);
        Assert.Equal(0.5, nearest.Score(string.Empty), 1e-6);
    }

    [Fact]
    public void It_orders_unseen_prompts()
    {
        RoutingExample[] unseen = PlantedPrompts.Make(500, seed: 2);
        var nearest = new NearestPrompts(PlantedPrompts.Make(600));

        Assert.True(RoutingCurve.Of([.. unseen.Select(each => nearest.Score(each.Prompt))], unseen).Apgr > 0.65);
    }

    [Fact]
    public void Many_threads_get_the_scores_of_one()
    {
        RoutingExample[] prompts = PlantedPrompts.Make(200, seed: 4);
        var nearest = new NearestPrompts(PlantedPrompts.Make(300));
        double[] alone = [.. prompts.Select(each => nearest.Score(each.Prompt))];

        double[] together = [.. prompts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(each => nearest.Score(each.Prompt))];

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Nothing_to_compare_with_is_refused()
    {
        Assert.Throws<ArgumentException>(static () => new NearestPrompts([]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new NearestPrompts(PlantedPrompts.Make(3), neighbours: 0));
    }
}
