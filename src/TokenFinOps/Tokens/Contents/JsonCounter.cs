using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tokens.Contents;

/// <summary>Counts objects as the JSON that Microsoft.Extensions.AI sends of them.</summary>
internal static class JsonCounter
{
    // The white space is sent, and billed: a third of a tool's result.
    private static readonly JsonWriterOptions AsSent = new() { Encoder = AIJsonUtilities.DefaultOptions.Encoder, Indented = AIJsonUtilities.DefaultOptions.WriteIndented };

    private static readonly TokenCount Unserializable = new(50, 2_000);

    /// <summary>Counts the arguments of a call.</summary>
    public static TokenCount CountArguments(IDictionary<string, object?>? arguments, in FamilyCounter text) => arguments is not { Count: > 0 }
        ? TokenCount.Exactly(1)
        : Count(arguments, typeof(IDictionary<string, object?>), text);

    /// <summary>Counts a value.</summary>
    public static TokenCount CountValue(object value, in FamilyCounter text) => Count(value, typeof(object), text);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The object is the caller's: its getters may throw anything. The bound says that it could not be read.")]
    private static TokenCount Count(object value, Type type, in FamilyCounter text)
    {
        try
        {
            if (value is JsonElement { ValueKind: JsonValueKind.Undefined })
            {
                return TokenCount.Zero;
            }

            JsonTypeInfo typeInfo = AIJsonUtilities.DefaultOptions.GetTypeInfo(type);
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, AsSent))
            {
                JsonSerializer.Serialize(writer, value, typeInfo);
            }

            return text.CountUtf8(buffer.WrittenSpan);
        }
        catch (Exception)
        {
            return Unserializable;
        }
    }
}
