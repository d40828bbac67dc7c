using System.Text.Json;

namespace QuickStart.Replay;

/// <summary>Reads rows of a JSON-lines trace: <c>{"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2]}</c>.</summary>
internal static class JsonTraceLine
{
    public static TraceRow Parse(string text, long line)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            JsonElement row = json.RootElement;
            DateTimeOffset at = DateTimeOffset.UnixEpoch.AddMilliseconds(Number(row, "timestamp", line).GetDouble());
            return new TraceRow(at, Tokens(row, "input_length", line), Tokens(row, "output_length", line), Blocks(row, line));
        }
        catch (JsonException exception)
        {
            throw new TraceFormatException(line, $"not JSON ({exception.Message})", exception);
        }
    }

    private static long Tokens(JsonElement row, string name, long line)
    {
        JsonElement number = Number(row, name, line);
        return number.TryGetInt64(out long tokens) && tokens >= 0
            ? tokens
            : throw new TraceFormatException(line, $"'{name}' is {number}, which is not a number of tokens.");
    }

    private static JsonElement Number(JsonElement row, string name, long line) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement number) && number.ValueKind == JsonValueKind.Number
            ? number
            : throw new TraceFormatException(line, $"the number '{name}' is missing. A row has timestamp, input_length, output_length and, if known, hash_ids.");

    private static long[] Blocks(JsonElement row, long line)
    {
        if (!row.TryGetProperty("hash_ids", out JsonElement ids) || ids.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return ids.ValueKind == JsonValueKind.Array && ids.EnumerateArray().All(static id => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _))
            ? [.. ids.EnumerateArray().Select(static id => id.GetInt64())]
            : throw new TraceFormatException(line, "'hash_ids' must be an array of whole numbers.");
    }
}
