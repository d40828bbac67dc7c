namespace TokenFinOps.Evaluation.Traces;

/// <summary>Reads token traces without holding them in memory. The format is told from the first line; <c>.gz</c> is read as it is.</summary>
internal static class TraceReader
{
    private static readonly ITraceFormat[] Formats = [new AzureTraceFormat(), new MooncakeTraceFormat(), new ServeGenTraceFormat()];

    /// <exception cref="EvaluationException">There is no such file, its format is unknown, or a row is malformed.</exception>
    public static IEnumerable<TraceCall> Read(string path)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        string first = reader.ReadLine() ?? throw new EvaluationException($"'{path}' is empty.");
        ITraceFormat format = Formats.FirstOrDefault(each => each.Recognises(first))
            ?? throw new EvaluationException($"'{path}' is no trace that is known: use Azure CSV, Mooncake JSONL or ServeGen hourly CSV. It begins '{Beginning(first)}'.");

        int line = 1;
        using IEnumerator<TraceCall> calls = format.Read(first, Lines(reader, () => line++)).GetEnumerator();
        while (Next(calls, path, () => line) is { } call)
        {
            yield return call;
        }
    }

    private static TraceCall? Next(IEnumerator<TraceCall> calls, string path, Func<int> line)
    {
        try
        {
            return calls.MoveNext() ? calls.Current : null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or OverflowException)
        {
            throw new EvaluationException($"Line {line()} of '{path}' is malformed: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader, Action count)
    {
        while (reader.ReadLine() is { } text)
        {
            count();
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }

    private static string Beginning(string line) => line.Length <= 60 ? line : line[..60] + "…";
}
