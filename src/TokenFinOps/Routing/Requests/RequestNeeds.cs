using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Requests;

/// <summary>What a request needs of a deployment, found in one pass over it.</summary>
internal readonly record struct RequestNeeds(DeploymentCapabilities Capabilities, long InputTokens, bool ContinuesOnServer, bool HasSignedReasoning)
{
    private const int CharactersPerToken = 4;
    private const int TokensPerTool = 80;
    private const int TokensPerMedium = 1_000;
    private const int TokensPerCall = 40;
    private const int TokensPerMessage = 4;

    public static RequestNeeds Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var needs = DeploymentCapabilities.None;
        long characters = options?.Instructions?.Length ?? 0;
        long tokens = 0;
        bool isSigned = false;
        for (int i = 0; i < messages.Count; i++)
        {
            tokens += TokensPerMessage;
            IList<AIContent> contents = messages[i].Contents;
            for (int j = 0; j < contents.Count; j++)
            {
                switch (contents[j])
                {
                    case TextContent text:
                        characters += text.Text.Length;
                        break;
                    case TextReasoningContent reasoning:
                        characters += reasoning.Text.Length;
                        isSigned |= reasoning.ProtectedData is not null;
                        break;
                    case FunctionResultContent { Result: string result }:
                        characters += result.Length;
                        break;
                    case FunctionResultContent { Result: JsonElement { ValueKind: not JsonValueKind.Undefined } json }:
                        characters += JsonMarshal.GetRawUtf8Value(json).Length;
                        break;
                    case FunctionResultContent or FunctionCallContent:
                        tokens += TokensPerCall;
                        break;
                    case DataContent data:
                        needs |= Medium(data.MediaType);
                        tokens += TokensPerMedium;
                        break;
                    case UriContent uri:
                        needs |= Medium(uri.MediaType);
                        tokens += TokensPerMedium;
                        break;
                    case HostedFileContent:
                        needs |= DeploymentCapabilities.Documents;
                        tokens += TokensPerMedium;
                        break;
                }
            }
        }

        if (options?.Tools is { } tools)
        {
            for (int i = 0; i < tools.Count; i++)
            {
                needs |= tools[i] is AIFunctionDeclaration ? DeploymentCapabilities.Tools : DeploymentCapabilities.HostedTools;
                tokens += TokensPerTool;
            }
        }

        bool continues = options is { ConversationId: not null } or { ContinuationToken: not null };
        needs |= options?.ResponseFormat is ChatResponseFormatJson ? DeploymentCapabilities.StructuredOutput : 0;
        needs |= continues || options?.AllowBackgroundResponses is true ? DeploymentCapabilities.ServerState : 0;
        return new RequestNeeds(needs, tokens + (characters / CharactersPerToken), continues, isSigned);
    }

    private static DeploymentCapabilities Medium(string mediaType) =>
        mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? DeploymentCapabilities.Vision
        : mediaType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? DeploymentCapabilities.Audio
        : mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? DeploymentCapabilities.None
        : DeploymentCapabilities.Documents;
}
