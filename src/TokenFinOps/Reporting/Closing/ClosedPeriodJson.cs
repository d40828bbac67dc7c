using System.Text.Json;
using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Writes closed periods as JSON and reads them again: the one form in which every store keeps them.</summary>
/// <remarks>
/// Amounts are exact. The hash is that of the content and not of the text: a database may reorder or respace the document, and a later version that knows more
/// reads what an earlier one posted. Stateless and thread-safe.
/// </remarks>
public static class ClosedPeriodJson
{
    private const int Format = 1;
    private const string Content = "content";

    /// <summary>Writes a closed period.</summary>
    /// <param name="closed">The closed period.</param>
    /// <returns>The document, in UTF-8: the one that it was posted as.</returns>
    public static byte[] Write(ClosedPeriod closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        return closed.Document.ToArray();
    }

    /// <summary>Reads a closed period and checks that it is what was posted.</summary>
    /// <param name="json">The document, in UTF-8.</param>
    /// <returns>The closed period.</returns>
    /// <exception cref="FormatException">The text is no such document, of another version, or its content was changed after it was posted.</exception>
    public static ClosedPeriod Read(ReadOnlySpan<byte> json)
    {
        byte[] copy = json.ToArray();
        (ClosedPeriodDocument document, string hash) = Parse(copy);
        return hash == document.ContentHash
            ? new ClosedPeriod(document.Content, hash, copy)
            : throw new FormatException(
                $"The closed period {document.Content.Run.Period} was changed after it was posted: its hash is {hash}, not {document.ContentHash}. Restore it from a backup.");
    }

    /// <summary>Makes the closed period of statements that are posted.</summary>
    internal static ClosedPeriod Of(ChargebackRun run, DateTimeOffset closedAt)
    {
        var content = new ClosedPeriodContent(closedAt, run);
        string hash = CanonicalJson.HashOf(JsonSerializer.SerializeToElement(content, ClosedPeriodJsonContext.Default.ClosedPeriodContent));
        byte[] document = JsonSerializer.SerializeToUtf8Bytes(new ClosedPeriodDocument(Format, hash, content), ClosedPeriodJsonContext.Default.ClosedPeriodDocument);
        return new ClosedPeriod(content, hash, document);
    }

    private static (ClosedPeriodDocument Document, string Hash) Parse(byte[] json)
    {
        try
        {
            using JsonDocument text = JsonDocument.Parse(json);
            int format = text.RootElement.GetProperty("format").GetInt32();
            return format != Format
                ? throw new FormatException($"The closed period is written in format {format}; this version reads format {Format}. Update TokenFinOps.")
                : (text.RootElement.Deserialize(ClosedPeriodJsonContext.Default.ClosedPeriodDocument)!, CanonicalJson.HashOf(text.RootElement.GetProperty(Content)));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or ArgumentException or InvalidOperationException or TimeZoneNotFoundException)
        {
            throw new FormatException($"The text is not a closed period: {exception.Message}", exception);
        }
    }
}
