using System.Text.Json;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Reads questions with contexts: JSON lines of documents, SQuAD's JSON, or QMSum's JSON lines; the content tells which.</summary>
internal static class RetentionData
{
    /// <exception cref="EvaluationException">There is no such file, or it is none of these.</exception>
    public static List<RetentionCase> Read(string path, ITokenCounter counter)
    {
        try
        {
            return IsLines(path) ? ReadLines(path, counter) : XquadFile.Read(path);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or InvalidDataException)
        {
            throw new EvaluationException($"'{path}' is not of a known format (q/docs lines, SQuAD, QMSum lines): {exception.Message}", exception);
        }
    }

    private static bool IsLines(string path) => !DataFile.NameOf(path).StartsWith("xquad", StringComparison.OrdinalIgnoreCase) && path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static List<RetentionCase> ReadLines(string path, ITokenCounter counter)
    {
        var cases = new List<RetentionCase>();
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            cases.AddRange(row.TryGetProperty("meeting_transcripts", out _) ? QmsumRow.Read(row, counter) : [DocumentsRow.Read(row)]);
        }

        return cases;
    }
}
