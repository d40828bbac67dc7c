using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Reads what is new in the history of a call: which tools were called, what came of it, and what was said.</summary>
/// <remarks>Stateless; the conversations that it works on are guarded by the lock of their run.</remarks>
internal sealed class HistoryReader(GuardrailOptions options)
{
    private const int ShortestAnswer = 20;

    private readonly CallSignature _signature = new(options.IgnoredArguments);
    private readonly LoopJudge _judge = new(options);

    /// <summary>Reads the history of a call that is about to be made.</summary>
    /// <param name="conversations">The conversations of the run.</param>
    /// <param name="history">The messages of the call.</param>
    /// <param name="serverId">The provider's id of the conversation, when the provider remembers what came before.</param>
    /// <param name="signs">Takes the signs of a loop.</param>
    /// <returns>The conversation that the call belongs to, and whether it is new.</returns>
    public (Conversation Conversation, bool IsNew) Read(Conversations conversations, IReadOnlyList<ChatMessage> history, string? serverId, List<LoopSign> signs)
    {
        Conversation? known = conversations.Find(history, serverId, out int read);
        Conversation conversation = known ?? conversations.Add();
        if (known is null)
        {
            read = SkipEarlierTurns(conversation, history);
        }

        if (serverId is not null && !history.Any(HasCalls))
        {
            Open(conversation, conversation.Delivered);
        }

        SetMark(conversation, history, isNew: known is null);
        for (int i = read; i < history.Count; i++)
        {
            Read(conversation, history[i], signs);
        }

        conversation.ServerId = serverId;
        conversation.Delivered = [];
        _judge.JudgeErrors(conversation, signs);
        return (conversation, known is null);
    }

    // What the user said last began what is going on now; what came before it belongs to earlier runs.
    private static int SkipEarlierTurns(Conversation conversation, IReadOnlyList<ChatMessage> history)
    {
        int last = history.Count - 1;
        while (last > 0 && !IsAsked(history[last]))
        {
            last--;
        }

        for (int i = 0; i < last; i++)
        {
            Learn(conversation, history[i]);
        }

        return Math.Max(last, 0);
    }

    // An answer or a result stays in the history for good; what stands behind it may be put differently with every call.
    private static void SetMark(Conversation conversation, IReadOnlyList<ChatMessage> history, bool isNew)
    {
        int index = history.Count - 1;
        while (index >= 0 && history[index].Role != ChatRole.Assistant && history[index].Role != ChatRole.Tool)
        {
            index--;
        }

        if (index < 0 && isNew)
        {
            index = history.TakeWhile(static message => !IsAsked(message)).Count() % Math.Max(1, history.Count);
        }

        if (index >= 0 && index < history.Count)
        {
            conversation.MarkIndex = index;
            conversation.Mark = MessageMark.Of(history[index]);
        }
    }

    private static bool HasCalls(ChatMessage message) => message.Contents.Any(static content => content is FunctionCallContent);

    private static bool IsAsked(ChatMessage message) => message.Role == ChatRole.User && message.Text.Length > 0;

    private static void Learn(Conversation conversation, ChatMessage message)
    {
        foreach (AIContent content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                ToolResult.Of(result, conversation.Known);
            }
            else if (content is TextContent text && message.Role != ChatRole.Assistant)
            {
                conversation.Known.Learn(text.Text);
            }
        }
    }

    private void Read(Conversation conversation, ChatMessage message, List<LoopSign> signs)
    {
        List<FunctionCallContent> calls = [.. message.Contents.OfType<FunctionCallContent>()];
        if (calls.Count > 0)
        {
            while (conversation.CloseUnanswered())
            {
                _judge.JudgeCall(conversation, signs);
            }

            Open(conversation, calls);
        }
        else if (message.Role == ChatRole.Assistant && message.Text is { Length: >= ShortestAnswer } answer)
        {
            _judge.JudgeAnswer(conversation, Fingerprint.OfSaying(answer), signs);
        }
        else if (IsAsked(message))
        {
            conversation.Ask(Fingerprint.OfSaying(message.Text));
        }

        ReadResults(conversation, message, signs);
    }

    private void ReadResults(Conversation conversation, ChatMessage message, List<LoopSign> signs)
    {
        foreach (AIContent content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                if (conversation.Close(result.CallId, ToolResult.Of(result, conversation.Known)))
                {
                    _judge.JudgeCall(conversation, signs);
                }
            }
            else if (content is TextContent text && message.Role != ChatRole.Assistant)
            {
                conversation.Known.Learn(text.Text);
            }
        }
    }

    // The same call twice in one message is one decision of the model.
    private void Open(Conversation conversation, IReadOnlyList<FunctionCallContent> calls)
    {
        foreach (FunctionCallContent call in calls)
        {
            ulong signature = _signature.Of(call, conversation.Known);
            if (!options.Ignores(call.Name) && !conversation.IsOpen(signature))
            {
                conversation.Open(new OpenCall(call.CallId, call.Name, signature));
            }
        }
    }
}
