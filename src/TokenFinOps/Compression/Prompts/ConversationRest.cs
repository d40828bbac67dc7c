using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Prompts;

/// <summary>Tells from the times of its messages how long a conversation rested before each call. Messages without a time tell nothing.</summary>
internal struct ConversationRest
{
    private DateTimeOffset? _before;
    private DateTimeOffset? _asked;

    public void Add(ChatMessage message)
    {
        if (message.CreatedAt is not { } at)
        {
            return;
        }

        if (message.Role == ChatRole.Assistant)
        {
            _before = Later(_before, at);
        }
        else
        {
            _asked = Later(_asked, at);
        }
    }

    /// <summary>Ends the messages of a call, and gives the time between the last sign of life before it and what it asks.</summary>
    public TimeSpan EndWithCall()
    {
        TimeSpan rested = _before is { } before && _asked is { } asked && asked > before ? asked - before : TimeSpan.Zero;
        _before = _asked is { } last ? Later(_before, last) : _before;
        _asked = null;
        return rested;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
