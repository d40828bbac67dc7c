using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching.Entries;

/// <summary>An answer as it is kept: a copy that nobody can change, of which every reader gets a copy of his own. Thread-safe.</summary>
/// <remarks>
/// Plain answers, one message of text, are kept as text. All others, with reasoning, annotations or properties, are kept as the JSON that Microsoft.Extensions.AI writes, and read
/// anew for every reply.
/// </remarks>
internal sealed class StoredAnswer
{
    private static readonly JsonTypeInfo<ChatResponse> Json = (JsonTypeInfo<ChatResponse>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse));

    private readonly ImmutableArray<byte> _json;
    private readonly string? _messageId;
    private readonly string? _authorName;

    private StoredAnswer(ChatResponse response, byte[]? json)
    {
        _json = json is null ? [] : [.. json];
        Text = response.Text;
        ModelId = response.ModelId;
        ResponseId = response.ResponseId;
        CreatedAt = response.CreatedAt;
        FinishReason = response.FinishReason;
        _messageId = response.Messages[0].MessageId;
        _authorName = response.Messages[0].AuthorName;
    }

    public string Text { get; }

    public string? ModelId { get; }

    public string? ResponseId { get; }

    public DateTimeOffset? CreatedAt { get; }

    public ChatFinishReason? FinishReason { get; }

    public long Bytes => (2L * Text.Length) + _json.Length + 200;

    /// <summary>Copies an answer that <see cref="AnswerAdmission"/> lets in.</summary>
    /// <exception cref="NotSupportedException">A property of it is of a type that cannot be written.</exception>
    public static StoredAnswer Of(ChatResponse response) => new(response, IsPlain(response) ? null : JsonSerializer.SerializeToUtf8Bytes(WithoutUsage(response), Json));

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are damaged.</exception>
    public static StoredAnswer FromBytes(ReadOnlySpan<byte> bytes) =>
        Of(JsonSerializer.Deserialize(bytes, Json) is { Messages.Count: > 0 } response ? response : throw new JsonException("The stored answer has no message."));

    /// <summary>Writes the answer for a store.</summary>
    public byte[] ToBytes() => _json.IsEmpty ? JsonSerializer.SerializeToUtf8Bytes(ToResponse(), Json) : [.. _json];

    /// <summary>Makes a reply that its reader may change.</summary>
    public ChatResponse ToResponse()
    {
        if (!_json.IsEmpty)
        {
            return JsonSerializer.Deserialize(_json.AsSpan(), Json)!;
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Text) { MessageId = _messageId, AuthorName = _authorName })
        {
            ModelId = ModelId,
            ResponseId = ResponseId,
            CreatedAt = CreatedAt,
            FinishReason = FinishReason,
        };
    }

    private static bool IsPlain(ChatResponse response) =>
        response is { Messages: [{ Role: var role, CreatedAt: null } message], AdditionalProperties: null or { Count: 0 } }
        && role == ChatRole.Assistant
        && message.AdditionalProperties is null or { Count: 0 }
        && message.Contents.All(static content => content is UsageContent or TextContent { Annotations: null or { Count: 0 }, AdditionalProperties: null or { Count: 0 } })
        && message.Contents.Count(static content => content is TextContent) == 1;

    // What the answer used is billed already: a reply that says so would be billed again by whoever adds usages up.
    private static ChatResponse WithoutUsage(ChatResponse response) =>
        new([.. response.Messages.Select(static message =>
        {
            ChatMessage copy = message.Clone();
            copy.Contents = [.. message.Contents.Where(static content => content is not UsageContent)];
            return copy;
        })])
        {
            ModelId = response.ModelId,
            ResponseId = response.ResponseId,
            CreatedAt = response.CreatedAt,
            FinishReason = response.FinishReason,
            AdditionalProperties = response.AdditionalProperties,
        };
}
