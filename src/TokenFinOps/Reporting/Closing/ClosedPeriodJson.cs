using System.Security.Cryptography;
using System.Text.Json;
using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Writes closed periods as JSON and reads them again: the one form in which every store keeps them.</summary>
/// <remarks>
/// Amounts are exact. The hash is that of the content and not of the text: a database may reorder or respace the document. Stateless and thread-safe.
/// </remarks>
public static class ClosedPeriodJson
{
    private const int Format = 1;

    /// <summary>Writes a closed period.</summary>
    /// <param name="closed">The closed period.</param>
    /// <returns>The document, in UTF-8.</returns>
    public static byte[] Write(ClosedPeriod closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        var document = new ClosedPeriodDocument(Format, closed.InvoiceId, closed.ContentHash, new ClosedPeriodContent(closed.ClosedAt, closed.Run));
        return JsonSerializer.SerializeToUtf8Bytes(document, ClosedPeriodJsonContext.Default.ClosedPeriodDocument);
    }

    /// <summary>Reads a closed period and checks that it is what was posted.</summary>
    /// <param name="json">The document, in UTF-8.</param>
    /// <returns>The closed period.</returns>
    /// <exception cref="FormatException">The text is no such document, of another version, or its content was changed after it was posted.</exception>
    public static ClosedPeriod Read(ReadOnlySpan<byte> json)
    {
        ClosedPeriodDocument document = Parse(json);
        string hash = HashOf(document.Content);
        return hash == document.ContentHash
            ? new ClosedPeriod { Run = document.Content.Run, ClosedAt = document.Content.ClosedAt, InvoiceId = document.InvoiceId, ContentHash = hash }
            : throw new FormatException(
                $"The closed period {document.Content.Run.Period} was changed after it was posted: its hash is {hash}, not {document.ContentHash}. Restore it from a backup.");
    }

    internal static string HashOf(ChargebackRun run, DateTimeOffset closedAt) => HashOf(new ClosedPeriodContent(closedAt, run));

    private static string HashOf(ClosedPeriodContent content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, ClosedPeriodJsonContext.Default.ClosedPeriodContent)));

    private static ClosedPeriodDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            ClosedPeriodDocument document = JsonSerializer.Deserialize(json, ClosedPeriodJsonContext.Default.ClosedPeriodDocument)
                ?? throw new FormatException("The document of a closed period is null.");
            return document.Format == Format
                ? document
                : throw new FormatException($"The closed period is written in format {document.Format}; this version reads format {Format}. Update TokenFinOps.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or ArgumentException or InvalidOperationException or TimeZoneNotFoundException)
        {
            throw new FormatException($"The text is not a closed period: {exception.Message}", exception);
        }
    }
}
