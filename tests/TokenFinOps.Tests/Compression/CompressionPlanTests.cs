using CsCheck;
using TokenFinOps.Compression.Gate;

namespace TokenFinOps.Tests.Compression;

public sealed class CompressionPlanTests
{
    private static readonly Gen<PromptCacheRates> Rates = Gen.OneOf(
        Gen.Const(PromptCacheRates.None),
        Gen.Const(new PromptCacheRates(1, 0.1m)),
        Gen.Const(new PromptCacheRates(1, 0.5m)),
        Gen.Const(new PromptCacheRates(1.25m, 0.1m)),
        Gen.Const(new PromptCacheRates(2, 0.1m, 4_096)),
        Gen.Const(new PromptCacheRates(1.25m, 0.1m, 0)));

    private static readonly Gen<PlannedBlock> Block = Gen.Select(Gen.Long[0, 3_000], Gen.Int[0, 100], Gen.Bool, Gen.Long[20, 60]).Select(static (tokens, percent, isResult, stub) =>
    {
        long shortened = tokens * percent / 100;
        return new PlannedBlock(tokens, isResult ? shortened : tokens, isResult && stub < shortened ? stub : null, isResult);
    });

    [Fact]
    public void No_conversation_ever_costs_more_than_as_it_came_however_early_it_ends()
    {
        Gen.Select(Block.Array[1, 60], Gen.Int[0, 4], Rates, Gen.Int[1, 4], Gen.Int[0, 9].Array[60]).Sample(
            static (blocks, keep, cache, stride, rests) =>
            {
                int[] calls = [.. Enumerable.Range(1, blocks.Length).Where(i => i % stride == 0 || i == blocks.Length)];
                PlannedCall[] made = [.. calls.Select((sent, i) => new PlannedCall(sent, rests[i] == 0 ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(1)))];
                decimal sent = 0;
                decimal asItCame = 0;
                PlannedBlock[]? before = null;
                BlockForm[] formsBefore = [];
                for (int call = 0; call < calls.Length; call++)
                {
                    CompressionPlan plan = CompressionPlan.Make(blocks[..calls[call]], made[..(call + 1)], keep, cache);
                    BlockForm[] forms = [.. plan.Forms];
                    bool isForgotten = rests[call] == 0;
                    long originalBefore = isForgotten ? 0 : before?.Sum(static block => block.Original) ?? 0;
                    asItCame += cache.Weigh(originalBefore, blocks[..calls[call]].Sum(static block => block.Original));

                    // What a provider would bill: the longest unchanged prefix of the last prompt is read from its cache, if that prompt was long enough to be cached.
                    sent += cache.Weigh(isForgotten ? 0 : Unchanged(before, formsBefore, forms), Size(blocks[..calls[call]], forms));
                    Assert.Equal(plan.OriginalWeight, asItCame);
                    Assert.True(sent <= asItCame, $"{sent} > {asItCame} at call {call}");
                    before = blocks[..calls[call]];
                    formsBefore = forms;
                }
            },
            iter: 5_000,
            seed: "0000kAtA10g9");
    }

    [Fact]
    public void A_plan_of_a_longer_conversation_keeps_what_was_sent_unless_it_changes_it_for_a_gain()
    {
        PlannedBlock[] blocks = [.. Enumerable.Repeat(new PlannedBlock(1_000, 600, 40, IsResult: true), 10)];
        var cache = new PromptCacheRates(1, 0.5m, 0);

        CompressionPlan[] plans = [.. Enumerable.Range(1, 10).Select(calls => CompressionPlan.Make(blocks[..calls], [.. Enumerable.Range(1, calls).Select(static sent => new PlannedCall(sent))], 2, cache))];

        Assert.All(plans.Zip(plans.Skip(1)), static pair => Assert.Equal(
            pair.Second.CacheLost > 0, pair.First.Forms.Zip(pair.Second.Forms).Any(static forms => forms.First != forms.Second)));
        Assert.Contains(plans, static plan => plan.CacheLost > 0);
    }

    [Fact]
    public void Without_a_cache_old_results_are_left_out_at_once()
    {
        PlannedBlock[] blocks = [.. Enumerable.Repeat(new PlannedBlock(1_000, 600, 40, IsResult: true), 4)];

        Assert.Equal(
            [BlockForm.Stub, BlockForm.Stub, BlockForm.Stub, BlockForm.Short],
            CompressionPlan.Make(blocks, [1, 2, 3, 4], 1, PromptCacheRates.None).Forms);
    }

    [Fact]
    public void After_a_rest_that_outlasts_the_cache_old_results_are_left_out_for_nothing()
    {
        PlannedBlock[] blocks = [new(4_000, 4_000), new(1_000, 1_000, 40, IsResult: true), new(40_000, 40_000), new(10, 10, IsResult: true), new(10, 10)];
        var cache = new PromptCacheRates(1.25m, 0.1m) { Lifetime = TimeSpan.FromMinutes(5) };

        CompressionPlan soon = CompressionPlan.Make(blocks, [1, 2, 3, 4, new PlannedCall(5, TimeSpan.FromMinutes(5))], 1, cache);
        CompressionPlan late = CompressionPlan.Make(blocks, [1, 2, 3, 4, new PlannedCall(5, TimeSpan.FromMinutes(6))], 1, cache);

        Assert.DoesNotContain(BlockForm.Stub, soon.Forms);
        Assert.Equal([BlockForm.Original, BlockForm.Stub, BlockForm.Original, BlockForm.Original, BlockForm.Original], late.Forms);
        Assert.Equal((0, 0), (late.CacheLost, late.CacheExpected));
    }

    [Fact]
    public void A_prompt_that_shortening_would_make_too_short_for_the_cache_is_sent_as_it_came()
    {
        PlannedBlock[] blocks = [new(1_100, 600)];

        Assert.Equal([BlockForm.Original], CompressionPlan.Make(blocks, [1], 0, new PromptCacheRates(1, 0.1m)).Forms);
        Assert.Equal([BlockForm.Short], CompressionPlan.Make(blocks, [1], 0, PromptCacheRates.None).Forms);
    }

    private static long Unchanged(PlannedBlock[]? before, BlockForm[] formsBefore, BlockForm[] forms)
    {
        int same = 0;
        while (same < formsBefore.Length && (formsBefore[same] == forms[same] || SizeOf(before![same], formsBefore[same]) == SizeOf(before[same], forms[same])))
        {
            same++;
        }

        return before is null ? 0 : Size(before[..same], forms);
    }

    private static long Size(PlannedBlock[] blocks, BlockForm[] forms) => blocks.Select((block, i) => SizeOf(block, forms[i])).Sum();

    private static long SizeOf(PlannedBlock block, BlockForm form) => form switch
    {
        BlockForm.Original => block.Original,
        BlockForm.Short => block.Short,
        _ => block.Stub!.Value,
    };
}
