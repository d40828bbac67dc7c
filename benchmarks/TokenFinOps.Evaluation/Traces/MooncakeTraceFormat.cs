using System.Text.Json;

namespace TokenFinOps.Evaluation.Traces;

/// <summary>
/// Mooncake's traces: one JSON object a line with <c>timestamp</c> in milliseconds, <c>input_length</c>, <c>output_length</c> and, where the trace has them,
/// <c>hash_ids</c> of the prompt's blocks, from which cached tokens follow as for an infinite prefix cache in trace order.
/// </summary>
internal sealed class MooncakeTraceFormat : ITraceFormat
{
    public bool Recognises(string firstLine) => firstLine.StartsWith('{') && firstLine.Contains("\"input_length\"", StringComparison.Ordinal);

    public IEnumerable<TraceCall> Read(string firstLine, IEnumerable<string> rest)
    {
        var cache = new PrefixCache();
        foreach (string row in rest.Prepend(firstLine))
        {
            yield return Call(row, cache);
        }
    }

    private static TraceCall Call(string row, PrefixCache cache)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(row);
            JsonElement call = json.RootElement;
            long input = Count(call, "input_length");
            return new TraceCall(DateTimeOffset.UnixEpoch.AddMilliseconds(Count(call, "timestamp")), input, Count(call, "output_length"))
            {
                CachedInput = call.TryGetProperty("hash_ids", out JsonElement blocks)
                    ? cache.Read([.. blocks.EnumerateArray().Select(static block => block.GetInt64())], input)
                    : 0,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static long Count(JsonElement call, string name)
    {
        long count = call.GetProperty(name).GetInt64();
        return count >= 0 ? count : throw new FormatException($"{name} is {count}, which is no count.");
    }
}
