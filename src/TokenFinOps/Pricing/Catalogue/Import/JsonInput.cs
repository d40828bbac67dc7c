using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads the JSON of catalogues: exact numbers, and faults that say where they are.</summary>
internal static class JsonInput
{
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string source, JsonValueKind root)
    {
        ReadOnlyMemory<byte> text = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new PriceCatalogueFormatException(
                $"{source} is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}. Fetch it again, and check that the address gives the raw file and not a web page.",
                fault);
        }

        if (document.RootElement.ValueKind == root)
        {
            return document;
        }

        string found = document.RootElement.ValueKind.ToString().ToLowerInvariant();
        document.Dispose();
        throw new PriceCatalogueFormatException($"{source} begins with a JSON {found} where a JSON {root.ToString().ToLowerInvariant()} is expected. Check that the format of the source is set rightly.");
    }

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Reads a number, or a number that is written as a string, exactly.</summary>
    public static bool TryDecimal(JsonElement element, out decimal value)
    {
        value = 0;
        return element.ValueKind switch
        {
            JsonValueKind.Number => ExactDecimal.TryParse(JsonMarshal.GetRawUtf8Value(element), out value),
            JsonValueKind.String => ExactDecimal.TryParse(Encoding.UTF8.GetBytes(element.GetString()!.Trim()), out value),
            _ => false,
        };
    }

    /// <summary>Reads a whole number of tokens; <see langword="null"/> when it is absent, malformed or not positive.</summary>
    public static long? Count(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement element) && TryDecimal(element, out decimal value) && value is > 0 and < long.MaxValue && value == decimal.Truncate(value)
            ? (long)value
            : null;

    public static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static bool IsObject(JsonElement parent, string name, out JsonElement element) =>
        parent.TryGetProperty(name, out element) && element.ValueKind == JsonValueKind.Object;
}
