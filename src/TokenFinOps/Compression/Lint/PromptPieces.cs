using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lossless;

namespace TokenFinOps.Compression.Lint;

/// <summary>Takes a prompt apart in the order in which providers cache it: tools, instructions, messages.</summary>
internal sealed class PromptPieces(ContentHash hash, ToolFacts tools)
{
    /// <summary>The most pieces that are looked at; what follows is not. It bounds the time and memory that a prompt can take.</summary>
    public const int Most = 4_096;

    private readonly List<PromptPiece> _pieces = [];

    public List<PromptPiece> Read(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? model, string? provider)
    {
        foreach (AITool tool in options?.Tools ?? [])
        {
            if (_pieces.Count < Most && tool is AIFunctionDeclaration function)
            {
                (UInt128 toolHash, long tokens) = tools.Of(function, model, provider);
                _pieces.Add(new PromptPiece(PromptPart.Tools, toolHash, string.Empty, 0, 0, tokens));
            }
        }

        Add(PromptPart.Instructions, options?.Instructions);
        foreach (ChatMessage message in messages)
        {
            PromptPart part = PartOf(message.Role);
            foreach (AIContent content in message.Contents)
            {
                Add(part, content);
            }
        }

        return _pieces;
    }

    private static PromptPart PartOf(ChatRole role) =>
        role == ChatRole.System ? PromptPart.Instructions
        : role == ChatRole.Assistant ? PromptPart.Assistant
        : role == ChatRole.Tool ? PromptPart.ToolResults
        : PromptPart.User;

    private void Add(PromptPart part, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                Add(part, text.Text);
                break;
            case FunctionResultContent result:
                Add(PromptPart.ToolResults, WireText.Of(result.Result));
                break;
            case FunctionCallContent call:
                AddMark(part, $"{call.CallId} {call.Name}");
                break;
            case UriContent uri:
                AddMark(part, uri.Uri.OriginalString);
                break;
            case DataContent data when _pieces.Count < Most:
                _pieces.Add(new PromptPiece(part, hash.Of(MemoryMarshal.Cast<byte, char>(data.Data.Span)), string.Empty, 0, 0));
                break;
            default:
                break;
        }
    }

    private void AddMark(PromptPart part, string mark)
    {
        if (_pieces.Count < Most)
        {
            _pieces.Add(new PromptPiece(part, hash.Of(mark), mark, 0, mark.Length));
        }
    }

    private void Add(PromptPart part, string? text)
    {
        for (int start = 0; start < text?.Length && _pieces.Count < Most;)
        {
            int end = TextPieces.EndOf(text, start);
            _pieces.Add(new PromptPiece(part, hash.Of(text.AsSpan(start, end - start)), text, start, end - start));
            start = end;
        }
    }
}
