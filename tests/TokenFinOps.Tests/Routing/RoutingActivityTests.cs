using System.Diagnostics;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What the activity of a request says about its decision.</summary>
public sealed class RoutingActivityTests
{
    [Fact]
    public async Task It_says_who_could_have_answered_at_what_price_and_what_was_said()
    {
        ActivityEvent only = Assert.Single((await RequestAsync(ActivitySamplingResult.AllData))!.Events);

        Dictionary<string, string> said = only.Tags.ToDictionary(static tag => tag.Key, static tag => (string)tag.Value!);
        Assert.Equal("tokenfinops.routing", only.Name);
        Assert.Equal("task: chooses nano: classify", said["tokenfinops.routing.remarks"]);
        Assert.Matches(@"^nano-1 \(nano\) 0\.000\d+ USD; mid-1 \(mid\) 0\.00\d+ USD; frontier-1 \(frontier\) 0\.0\d+ USD$", said["tokenfinops.routing.candidates"]);
    }

    [Fact]
    public async Task It_says_nothing_of_the_prompt()
    {
        Activity activity = (await RequestAsync(ActivitySamplingResult.AllData))!;

        Assert.DoesNotContain(activity.Events.SelectMany(static each => each.Tags).Concat(activity.TagObjects), static tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_asks_for_data_nothing_is_written()
    {
        Activity activity = (await RequestAsync(ActivitySamplingResult.PropagationData))!;

        Assert.Empty(activity.Events);
        Assert.Empty(activity.TagObjects);
    }

    private static async Task<Activity?> RequestAsync(ActivitySamplingResult sampling)
    {
        using var source = new ActivitySource("routing-" + sampling);
        using var listener = new ActivityListener { ShouldListenTo = each => each == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling };
        ActivitySource.AddActivityListener(listener);
        using var tiers = new TestTiers(static options => options.Policies.Add(new TaskKindPolicy("nano", "frontier")));
        using Activity? activity = source.StartActivity("request");
        await tiers.CallAsync(prompt: "Classify this secret");
        return activity;
    }
}
