using CsCheck;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class UsageFoldingTests
{
    [Fact]
    public void Shares_of_a_call_are_added() =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(input: 69, output: 100), false),
            UsageFolding.Fold([Usage.Of(input: 69), Usage.Of(output: 40), Usage.Of(output: 60)]));

    [Fact]
    public void A_prompt_that_is_reported_again_with_more_output_is_billed_once() =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(input: 69, output: 100, cached: 50), true),
            UsageFolding.Fold([Usage.Of(input: 69, output: 1, cached: 50), Usage.Of(input: 69, output: 100, cached: 50)]));

    [Fact]
    public void Two_calls_with_different_prompts_are_added() =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(input: 300, output: 30), false),
            UsageFolding.Fold([Usage.Of(input: 100, output: 10), Usage.Of(input: 200, output: 20)]));

    [Fact]
    public void Two_calls_whose_output_falls_are_added_even_when_their_prompts_are_alike() =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(input: 200, output: 30), false),
            UsageFolding.Fold([Usage.Of(input: 100, output: 20), Usage.Of(input: 100, output: 10)]));

    [Fact]
    public void A_later_zero_does_not_undo_a_prompt() =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(input: 69, output: 101), false),
            UsageFolding.Fold([Usage.Of(input: 69, output: 1), Usage.Of(input: 0, output: 100)]));

    [Theory]
    [InlineData(StreamingUsagePolicy.Sum, 120, false)]
    [InlineData(StreamingUsagePolicy.Max, 60, true)]
    [InlineData(StreamingUsagePolicy.Last, 50, true)]
    public void The_user_can_say_what_the_reports_mean(StreamingUsagePolicy policy, long output, bool isCumulative) =>
        Assert.Equal(
            new FoldedUsage(Usage.Of(output: output), isCumulative),
            UsageFolding.Fold([Usage.Of(output: 10), Usage.Of(output: 60), Usage.Of(output: 50)], policy));

    [Fact]
    public void The_last_report_of_a_kind_counts_though_later_ones_leave_it_out() =>
        Assert.Equal(
            Usage.Of(input: 7, output: 5),
            UsageFolding.Fold([Usage.Of(input: 9), Usage.Of(input: 7, output: 8), Usage.Of(output: 5)], StreamingUsagePolicy.Last).Usage);

    [Fact]
    public void Nothing_reported_is_nothing_used() =>
        Assert.Equal(new FoldedUsage(Usage.None, false), UsageFolding.Fold([Usage.None, Usage.None]));

    [Fact]
    public void A_policy_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => UsageFolding.Fold([], (StreamingUsagePolicy)9));

    [Fact]
    public void One_report_is_the_usage_whatever_the_policy() =>
        Gen.Select(UsageGen.Any, Gen.Enum<StreamingUsagePolicy>()).Sample(static (usage, policy) =>
            Assert.Equal(new FoldedUsage(usage, false), UsageFolding.Fold([Usage.None, usage], policy)));

    [Fact]
    public void Folding_while_the_stream_runs_is_folding_afterwards() =>
        Gen.Select(UsageGen.Any.Array[0, 6], Gen.Enum<StreamingUsagePolicy>()).Sample(static (reports, policy) =>
        {
            var accumulator = new UsageAccumulator(policy);
            for (int i = 0; i < reports.Length; i++)
            {
                accumulator.Add(reports[i]);

                Assert.Equal(UsageFolding.Fold(reports.Take(i + 1), policy), accumulator.Result);
            }
        });

    [Fact]
    public void Every_policy_stays_between_the_largest_report_and_the_sum() =>
        Gen.Select(UsageGen.Any.Array[1, 6], Gen.Enum<StreamingUsagePolicy>().Where(static policy => policy != StreamingUsagePolicy.Last)).Sample(static (reports, policy) =>
        {
            Usage sum = reports.Aggregate(Usage.Add);
            Usage max = reports.Aggregate(Usage.Max);

            Usage folded = UsageFolding.Fold(reports, policy).Usage;

            Assert.Equal(sum.Kinds, folded.Kinds);
            Assert.All(folded.Kinds, kind => Assert.InRange(folded[kind], max[kind], sum[kind]));
        });

    [Fact]
    public void Growing_snapshots_of_one_prompt_fold_to_the_last_of_them() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[0, 5_000].Array[2, 8]).Sample(static (input, steps) =>
        {
            long output = 0;
            Usage[] snapshots = [.. steps.Select(step => Usage.Of(input: input, output: output += step))];

            Assert.Equal(new FoldedUsage(Usage.Of(input: input, output: output), true), UsageFolding.Fold(snapshots));
        });
}
