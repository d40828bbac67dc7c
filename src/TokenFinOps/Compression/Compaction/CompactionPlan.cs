namespace TokenFinOps.Compression.Compaction;

/// <summary>Decides which groups of a conversation its last call leaves out.</summary>
/// <remarks>
/// A function of the conversation alone: it goes through all calls that were made, each of which ended where an answer begins; answers that follow each other are one, so a call
/// that has an answer gone on with is not seen. What one call left out, all later ones leave out, and
/// between two cuts a conversation only grows at its end, so that the provider's prompt cache keeps its prefix. A summary is taken to be as long as it may be, since how long it
/// is would differ from process to process.
/// </remarks>
internal sealed class CompactionPlan
{
    private const int LeastShare = 10;

    private readonly IReadOnlyList<MessageGroup> _groups;
    private readonly ConversationCompactionOptions _options;
    private readonly CompactionRates? _rates;
    private readonly bool[] _isLeftOut;
    private readonly List<int[]> _cuts = [];
    private long _tokens;
    private int _calls;

    private CompactionPlan(IReadOnlyList<MessageGroup> groups, ConversationCompactionOptions options, CompactionRates? rates)
    {
        _groups = groups;
        _options = options;
        _rates = rates;
        _isLeftOut = new bool[groups.Count];
    }

    /// <summary>Gets, for every call that left out more than those before it, the groups that it was the first to leave out.</summary>
    public IReadOnlyList<int[]> Cuts => _cuts;

    /// <summary>Gets a value indicating whether the last call is the first that leaves out what its last cut does.</summary>
    public bool IsCutNow { get; private set; }

    /// <summary>Gets how many groups the call before the last one sent.</summary>
    public int SentBefore { get; private set; }

    private long Size => _tokens + (_cuts.Count == 0 ? 0 : _options.Reserve);

    /// <summary>Makes the plan of a conversation's last call.</summary>
    /// <param name="groups">The conversation.</param>
    /// <param name="options">When it is cut.</param>
    /// <param name="rates">What a cut costs, if it is to be made only where it pays.</param>
    public static CompactionPlan Make(IReadOnlyList<MessageGroup> groups, ConversationCompactionOptions options, CompactionRates? rates = null)
    {
        var plan = new CompactionPlan(groups, options, rates);
        int sent = 0;
        for (int i = 1; i < groups.Count; i++)
        {
            if (groups[i].IsAnswer)
            {
                plan.Follow(sent, i);
                sent = i;
            }
        }

        plan.Follow(sent, groups.Count);
        plan.SentBefore = sent;
        return plan;
    }

    public bool IsLeftOut(int group) => _isLeftOut[group];

    private void Follow(int from, int until)
    {
        long sentBefore = from == 0 ? 0 : Size;
        for (int i = from; i < until; i++)
        {
            _tokens += _groups[i].Tokens;
        }

        _calls++;
        IsCutNow = false;
        if (Size <= _options.MaxTokens)
        {
            return;
        }

        (List<int> cut, long freed) = Oldest(until);
        long gain = freed - (_cuts.Count == 0 ? _options.Reserve : 0);

        // Every cut is paid for with a summary and a prefix that must be read anew, so what could only make room for the next call or two waits until it is more.
        if (gain <= 0 || gain < (_options.MaxTokens - _options.Target) / LeastShare || !Pays(cut, freed, gain, sentBefore))
        {
            return;
        }

        cut.ForEach(group => _isLeftOut[group] = true);
        _tokens -= freed;
        _cuts.Add([.. cut]);
        IsCutNow = true;
    }

    // Should as many calls come as there were.
    private bool Pays(List<int> cut, long freed, long gain, long sentBefore)
    {
        if (_rates is null)
        {
            return true;
        }

        long kept = 0;
        for (int i = 0; i < cut[0] && !_isLeftOut[i]; i++)
        {
            kept += _groups[i].Tokens;
        }

        decimal now = _rates.Cache.Weigh(sentBefore, Size) - _rates.Cache.Weigh(Math.Min(kept, sentBefore), Size - gain);
        decimal later = _calls * gain * _rates.Cache.Read;
        long read = freed + (_cuts.Count == 0 ? 0 : _options.Reserve);
        decimal summary = _options.Summarizer is null ? 0 : (read * _rates.SummaryInput) + (_options.Reserve * _rates.SummaryOutput);
        return now + later > summary;
    }

    private (List<int> Groups, long Tokens) Oldest(int until)
    {
        int said = LastSaid(until);
        var groups = new List<int>();
        long tokens = 0;
        for (int i = 0; i < until - _options.KeepNewest && _tokens + _options.Reserve - tokens > _options.Target; i++)
        {
            if (!_isLeftOut[i] && MayGo(i, said))
            {
                groups.Add(i);
                tokens += _groups[i].Tokens;
            }
        }

        return (groups, tokens);
    }

    private int LastSaid(int until)
    {
        int last = until - 1;
        while (last >= 0 && _groups[last].Role != MessageGroupRole.Said)
        {
            last--;
        }

        return last;
    }

    private bool MayGo(int group, int said) => _groups[group].Role switch
    {
        MessageGroupRole.Said => group != said,
        MessageGroupRole.Answer => true,
        MessageGroupRole.SignedAnswer => group < said,
        _ => false,
    };
}
