namespace TokenFinOps.Evaluation.Traces;

/// <summary>ServeGen's tenant-hours: <c>model,client,hour,requests,input_tokens,output_tokens,reasoning_tokens</c>, an hour's calls of one client a row.</summary>
internal sealed class ServeGenTraceFormat : ITraceFormat
{
    private static readonly string[] Needed = ["model", "client", "hour", "requests", "input_tokens", "output_tokens", "reasoning_tokens"];

    public bool Recognises(string firstLine)
    {
        var columns = new CsvColumns(firstLine);
        return Array.TrueForAll(Needed, columns.Has);
    }

    public IEnumerable<TraceCall> Read(string firstLine, IEnumerable<string> rest)
    {
        var columns = new CsvColumns(firstLine);
        foreach (string row in rest)
        {
            string[] fields = columns.Split(row);
            DateTimeOffset hour = DateTimeOffset.UnixEpoch.AddHours(columns.Count(fields, "hour"));
            yield return new TraceCall(hour, columns.Count(fields, "input_tokens"), columns.Count(fields, "output_tokens"))
            {
                Reasoning = columns.Count(fields, "reasoning_tokens"),
                Requests = columns.Count(fields, "requests"),
                Model = columns.Text(fields, "model"),
                Client = columns.Text(fields, "client"),
            };
        }
    }
}
