using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Tells messages apart, as a provider's prompt cache does: by what the model reads.</summary>
internal static class MessageHash
{
    public static ulong Of(ChatMessage message)
    {
        ulong hash = SampledHash.Of(message.Role.Value, 1);
        IList<AIContent> contents = message.Contents;
        for (int i = 0; i < contents.Count; i++)
        {
            hash = ConversationKey.Combine(hash, Of(contents[i]));
        }

        return hash;
    }

    // A call is known by its id, and its arguments need not be read; so is a result that is an object.
    private static ulong Of(AIContent content) => content switch
    {
        TextContent text => SampledHash.Of(text.Text, 2),
        TextReasoningContent reasoning => SampledHash.Of(reasoning.Text, 3),
        FunctionCallContent call => SampledHash.Of(call.CallId, 4) + SampledHash.Of(call.Name, 5),
        FunctionResultContent { Result: string result } => SampledHash.Of(result, 6),
        FunctionResultContent { Result: JsonElement { ValueKind: not JsonValueKind.Undefined } json } => SampledHash.Of(JsonMarshal.GetRawUtf8Value(json), 7),
        FunctionResultContent result => SampledHash.Of(result.CallId, 8),
        DataContent data => SampledHash.Of(data.Data.Span, 9),
        UriContent uri => SampledHash.Of(uri.Uri.OriginalString, 10),
        HostedFileContent file => SampledHash.Of(file.FileId, 11),
        _ => 12,
    };
}
