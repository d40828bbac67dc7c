using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>Finds examples that are written as turns: the questions and answers with which nearly all conversations of a group begin.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LeadingTurns(int minimumCalls)
{
    /// <summary>The most turns that are looked at.</summary>
    public const int Most = 64;

    private const double NearlyAll = 0.9;

    private readonly long[] _alike = new long[Most + 1];
    private readonly long[] _parting = new long[Most + 1];
    private UInt128[]? _pattern;
    private long[] _tokens = [];
    private bool[] _isAnswer = [];
    private string? _excerpt;
    private long _calls;

    public static UInt128[] HashesOf(IReadOnlyList<ChatMessage> messages, ContentHash hash) =>
        [.. Turns(messages).Select(message => hash.Of(hash.Of(message.Text), [message.Role.Value]))];

    public void Add(LintedCall call, ITokenCounter counter, int excerpt)
    {
        // What the first call began with may have been that call's alone.
        if (_pattern is null || (_calls >= minimumCalls && Shared() == 0))
        {
            Take(call, counter, excerpt);
        }

        int common = call.Turns.AsSpan().CommonPrefixLength(_pattern);
        _calls++;
        _alike[common]++;
        if (common < _pattern!.Length && common < call.Turns.Length)
        {
            _parting[common]++;
        }
    }

    /// <summary>Gives the tokens of the examples in every prompt, 0 when there are none.</summary>
    public long Tokens(out string? excerpt)
    {
        int shared = Shared();
        excerpt = _excerpt;
        return shared == 0 || _parting.AsSpan(shared).ToArray().Sum() < Math.Max(3, _calls / 10) ? 0 : _tokens[shared];
    }

    private static IEnumerable<ChatMessage> Turns(IReadOnlyList<ChatMessage> messages) =>
        messages.Where(static message => message.Role != ChatRole.System).Take(Most).TakeWhile(static message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant);

    private void Take(LintedCall call, ITokenCounter counter, int excerpt)
    {
        Array.Clear(_alike);
        Array.Clear(_parting);
        _calls = 0;
        _pattern = call.Turns;
        ChatMessage[] turns = [.. Turns(call.Messages)];
        _isAnswer = [.. turns.Select(static turn => turn.Role == ChatRole.Assistant)];
        _excerpt = excerpt == 0 || turns.Length == 0 ? null : LintExcerpt.Of(turns[0].Text, excerpt);
        _tokens = new long[turns.Length + 1];
        for (int i = 0; i < turns.Length; i++)
        {
            _tokens[i + 1] = _tokens[i] + counter.CountText(turns[i].Text, call.Key.Model, call.Key.Provider).Tokens;
        }
    }

    private int Shared()
    {
        long calls = 0;
        int shared = _pattern?.Length ?? 0;
        while (shared > 0 && (calls += _alike[shared]) < _calls * NearlyAll)
        {
            shared--;
        }

        // An example ends with its answer.
        while (shared > 0 && !_isAnswer[shared - 1])
        {
            shared--;
        }

        return shared;
    }
}
