using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>The conversations of a run, told apart by what their histories hold.</summary>
/// <remarks>
/// A history goes on with a conversation when the last message that was read of it is still there, in its place or, after a history was shortened, elsewhere.
/// So only what is new has to be read. Guarded by the lock of its run; the conversation that was idle longest is given up for a new one.
/// </remarks>
internal sealed class Conversations
{
    private const int Most = 16;
    private const int MostCompared = 64;

    // The latest used last.
    private readonly List<Conversation> _all = [];

    /// <summary>Finds the conversation that a history goes on with.</summary>
    /// <param name="history">The history.</param>
    /// <param name="serverId">The provider's id of the conversation, when the history is only what is new.</param>
    /// <param name="read">How many of the messages have been read before.</param>
    /// <returns>The conversation, or <see langword="null"/> when it is new.</returns>
    public Conversation? Find(IReadOnlyList<ChatMessage> history, string? serverId, out int read)
    {
        Conversation? found = serverId is null ? FindByHistory(history, out read) : FindByServer(history, serverId, out read);
        if (found is not null && !ReferenceEquals(found, _all[^1]))
        {
            _all.Remove(found);
            _all.Add(found);
        }

        return found;
    }

    public Conversation Add()
    {
        if (_all.Count == Most)
        {
            _all.RemoveAt(0);
        }

        var added = new Conversation();
        _all.Add(added);
        return added;
    }

    private Conversation? FindByHistory(IReadOnlyList<ChatMessage> history, out int read)
    {
        Conversation? found = null;
        foreach (Conversation each in _all)
        {
            bool goesOn = each.MarkIndex < history.Count && each.MarkIndex >= (found?.MarkIndex ?? 0) && MessageMark.Of(history[each.MarkIndex]) == each.Mark;
            found = goesOn ? each : found;
        }

        read = (found?.MarkIndex ?? -1) + 1;
        return found ?? FindElsewhere(history, ref read);
    }

    private Conversation? FindElsewhere(IReadOnlyList<ChatMessage> history, ref int read)
    {
        for (int i = history.Count - 1; i >= Math.Max(0, history.Count - MostCompared) && _all.Count > 0; i--)
        {
            ulong mark = MessageMark.Of(history[i]);
            if (_all.FindLast(each => each.Mark == mark) is { } found)
            {
                read = i + 1;
                return found;
            }
        }

        return null;
    }

    private Conversation? FindByServer(IReadOnlyList<ChatMessage> history, string serverId, out int read)
    {
        read = 0;
        return _all.FindLast(each => Answers(history, each.Delivered)) ?? _all.FindLast(each => each.ServerId == serverId);
    }

    private static bool Answers(IReadOnlyList<ChatMessage> history, IReadOnlyList<FunctionCallContent> calls) =>
        calls.Count > 0 && history.SelectMany(static message => message.Contents).OfType<FunctionResultContent>()
            .Any(result => calls.Any(call => call.CallId == result.CallId));
}
