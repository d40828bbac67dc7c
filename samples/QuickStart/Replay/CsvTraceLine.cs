using System.Globalization;

namespace QuickStart.Replay;

/// <summary>Reads rows of a CSV trace by the names in its header.</summary>
internal sealed class CsvTraceLine
{
    // Azure's names, BurstGPT's, and those of the JSON traces.
    private static readonly string[] TimeNames = ["TIMESTAMP", "time"];
    private static readonly string[] InputNames = ["ContextTokens", "Request tokens", "input_length", "input_tokens"];
    private static readonly string[] OutputNames = ["GeneratedTokens", "Response tokens", "output_length", "output_tokens"];

    private readonly int _columns;
    private readonly int _time;
    private readonly int _input;
    private readonly int _output;

    public CsvTraceLine(string header, long line)
    {
        string[] names = Split(header);
        _columns = names.Length;
        _time = Find(names, TimeNames, line);
        _input = Find(names, InputNames, line);
        _output = Find(names, OutputNames, line);
    }

    public TraceRow Parse(string text, long line)
    {
        string[] fields = Split(text);
        return fields.Length == _columns
            ? new TraceRow(Time(fields[_time], line), Tokens(fields[_input], line), Tokens(fields[_output], line), [])
            : throw new TraceFormatException(line, $"it has {fields.Length} columns, but the header has {_columns}.");
    }

    private static DateTimeOffset Time(string field, long line)
    {
        const DateTimeStyles AsUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < 1e11)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        }

        return DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, AsUtc, out DateTimeOffset time)
            ? time
            : throw new TraceFormatException(line, $"'{field}' is neither a date and time nor a number of seconds.");
    }

    private static long Tokens(string field, long line) => long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out long tokens)
        ? tokens
        : throw new TraceFormatException(line, $"'{field}' is not a number of tokens.");

    private static int Find(string[] names, string[] wanted, long line)
    {
        int index = Array.FindIndex(names, name => wanted.Contains(name, StringComparer.OrdinalIgnoreCase));
        return index >= 0
            ? index
            : throw new TraceFormatException(
                line, $"the header has no column {wanted[0]}. Expected a CSV header such as TIMESTAMP,ContextTokens,GeneratedTokens, or JSON lines.");
    }

    private static string[] Split(string line) => [.. line.Split(',').Select(static field => field.Trim().Trim('"').TrimStart('\uFEFF'))];
}
