using System.Collections.Immutable;

namespace TokenFinOps.Compression.Gate;

/// <summary>Decides in which form every part of a conversation is sent, so that the conversation never costs more than as it came.</summary>
/// <remarks>
/// <para>
/// A provider's prompt cache reads an unchanged prefix at a fraction of the price, so changing what was sent before makes everything behind it dear again. A part that is
/// shortened when it is first seen, and sent in the same form ever after, breaks nothing. Replacing an old result by a stub does: the tokens saved on this call and, as many
/// calls to come as there were so far, on those, must outweigh what has to be read anew; and all that was saved in the conversation up to now must cover the loss should no
/// further call come, so that no conversation pays for a bet that it lost.
/// </para>
/// <para>
/// The plan is a function of the conversation alone: it is made anew for every call by going through all calls before it, each of which ends where an answer begins. So every
/// process sends the same bytes, with nothing to remember. The cache is taken to be alive, which is the dearest case, unless the conversation says that it rested for longer than the cache lives.
/// </para>
/// </remarks>
internal sealed class CompressionPlan
{
    private readonly PlannedBlock[] _blocks;
    private readonly BlockForm[] _forms;
    private readonly PromptCacheRates _cache;
    private readonly int _keepNewest;
    private readonly int[] _results;
    private readonly int[] _stubbable;

    private CompressionPlan(PlannedBlock[] blocks, int keepNewest, PromptCacheRates cache)
    {
        _blocks = blocks;
        _forms = new BlockForm[blocks.Length];
        _cache = cache;
        _keepNewest = keepNewest;
        _results = [.. Enumerable.Range(0, blocks.Length).Where(i => blocks[i].IsResult)];
        _stubbable = [.. Enumerable.Range(0, blocks.Length).Where(i => blocks[i].Stub is not null)];
    }

    /// <summary>Gets the forms, part by part.</summary>
    public ImmutableArray<BlockForm> Forms => [.. _forms];

    /// <summary>Gets the tokens before the last call's new parts that the provider had cached and must read anew.</summary>
    public long CacheLost { get; private set; }

    /// <summary>Gets the tokens that the last call begins with and the one before it sent, so that the provider can have them in its cache, whether it has one or not.</summary>
    public long CacheExpected { get; private set; }

    /// <summary>Gets what the conversation's calls weigh as planned, in tokens at the price of input that is not cached.</summary>
    public decimal Weight { get; private set; }

    /// <summary>Gets what they would weigh as they came.</summary>
    public decimal OriginalWeight { get; private set; }

    /// <summary>Makes the plan of a conversation's last call.</summary>
    /// <param name="blocks">Its parts, in order.</param>
    /// <param name="calls">Every call that was made, the last one included.</param>
    /// <param name="keepNewest">How many of the newest results are not replaced by stubs.</param>
    /// <param name="cache">The rates of the provider's prompt cache.</param>
    /// <returns>The plan.</returns>
    public static CompressionPlan Make(PlannedBlock[] blocks, IReadOnlyList<PlannedCall> calls, int keepNewest, PromptCacheRates cache)
    {
        var plan = new CompressionPlan(blocks, keepNewest, cache);
        var walk = default(Walk);
        foreach (PlannedCall call in calls)
        {
            plan.Follow(ref walk, call.Sent, call.Rested > cache.Lifetime);
        }

        return plan;
    }

    private void Follow(ref Walk walk, int sent, bool isForgotten)
    {
        long originalBefore = isForgotten ? 0 : walk.Original;
        long shortBefore = isForgotten ? 0 : walk.Short;
        for (int i = walk.Sent; i < sent; i++)
        {
            walk.Original += _blocks[i].Original;
        }

        // What no call has sent yet the model has not seen.
        int seen = NumberBefore(walk.Sent, _stubbable);
        ShortenNew(ref walk, sent);
        walk.Sent = sent;
        walk.Calls++;
        decimal asItCame = _cache.Weigh(originalBefore, walk.Original);
        decimal asPlanned = StubOld(ref walk, seen, shortBefore, asItCame);
        OriginalWeight += asItCame;
        Weight += asPlanned;
    }

    private void ShortenNew(ref Walk walk, int sent)
    {
        for (int i = walk.Sent; i < sent; i++)
        {
            _forms[i] = _blocks[i].Short < _blocks[i].Original ? BlockForm.Short : BlockForm.Original;
            walk.Short += SizeOf(i);
        }

        // A prompt that is just long enough for the cache would fall below its minimum, and cost more than the longer one. What is too short to be cached can be changed back freely.
        if (_cache.IsCached && walk.Short < _cache.MinimumTokens && walk.Original >= _cache.MinimumTokens)
        {
            Array.Fill(_forms, BlockForm.Original, 0, sent);
            walk.Short = walk.Original;
            walk.Stubbed = 0;
        }
    }

    private decimal StubOld(ref Walk walk, int seen, long shortBefore, decimal asItCame)
    {
        CacheLost = 0;
        CacheExpected = shortBefore;
        decimal unstubbed = _cache.Weigh(shortBefore, walk.Short);
        int until = Math.Min(seen, NumberBefore(FirstKept(walk.Sent), _stubbable));
        (long saved, long prefix) = until > walk.Stubbed ? Gain(walk.Stubbed, until) : (0, 0);
        if (saved <= 0)
        {
            return unstubbed;
        }

        long kept = Math.Min(prefix, shortBefore);
        decimal stubbed = _cache.Weigh(kept, walk.Short - saved);
        decimal later = walk.Calls * saved * _cache.Read;
        bool isCovered = OriginalWeight + asItCame >= Weight + stubbed;
        bool staysCached = !_cache.IsCached || walk.Original < _cache.MinimumTokens || walk.Short - saved >= _cache.MinimumTokens;
        if (!isCovered || !staysCached || unstubbed - stubbed + later <= 0)
        {
            return unstubbed;
        }

        for (int i = walk.Stubbed; i < until; i++)
        {
            _forms[_stubbable[i]] = BlockForm.Stub;
        }

        CacheLost = _cache.IsCached && shortBefore >= _cache.MinimumTokens ? shortBefore - kept : 0;
        CacheExpected = kept;
        walk.Stubbed = until;
        walk.Short -= saved;
        return stubbed;
    }

    private int FirstKept(int sent)
    {
        int results = NumberBefore(sent, _results);
        return _keepNewest == 0 ? sent
            : results <= _keepNewest ? 0
            : _results[results - _keepNewest];
    }

    private static int NumberBefore(int block, int[] places)
    {
        int index = Array.BinarySearch(places, block);
        return index < 0 ? ~index : index;
    }

    private (long Saved, long Prefix) Gain(int from, int until)
    {
        long saved = 0;
        for (int i = from; i < until; i++)
        {
            saved += SizeOf(_stubbable[i]) - _blocks[_stubbable[i]].Stub!.Value;
        }

        long prefix = 0;
        for (int i = 0; i < _stubbable[from]; i++)
        {
            prefix += SizeOf(i);
        }

        return (saved, prefix);
    }

    private long SizeOf(int block) => _forms[block] switch
    {
        BlockForm.Original => _blocks[block].Original,
        BlockForm.Short => _blocks[block].Short,
        _ => _blocks[block].Stub!.Value,
    };

    private record struct Walk(int Sent, int Calls, int Stubbed, long Original, long Short);
}
