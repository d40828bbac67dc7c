using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Recognises a message in a later history, where it may stand elsewhere and be another object.</summary>
internal static class MessageMark
{
    /// <summary>Takes the hash of who said a message, its text, and the ids of its calls and results.</summary>
    public static ulong Of(ChatMessage message)
    {
        var print = default(Fingerprint);
        print.Add(message.Role.Value);
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    print.Add(text.Text);
                    break;
                case FunctionCallContent call:
                    print.Add(call.CallId);
                    print.Add(call.Name);
                    break;
                case FunctionResultContent result:
                    print.Add(result.CallId);
                    break;
            }
        }

        return print.Value;
    }
}
