using System.Globalization;

namespace TokenFinOps.Evaluation.Traces;

/// <summary>The Azure LLM inference traces: <c>TIMESTAMP,ContextTokens,GeneratedTokens</c>, one call a row.</summary>
internal sealed class AzureTraceFormat : ITraceFormat
{
    private const string Timestamp = "TIMESTAMP";
    private const string Input = "ContextTokens";
    private const string Output = "GeneratedTokens";

    public bool Recognises(string firstLine)
    {
        var columns = new CsvColumns(firstLine);
        return columns.Has(Timestamp) && columns.Has(Input) && columns.Has(Output);
    }

    public IEnumerable<TraceCall> Read(string firstLine, IEnumerable<string> rest)
    {
        var columns = new CsvColumns(firstLine);
        foreach (string row in rest)
        {
            string[] fields = columns.Split(row);
            DateTimeOffset moment = DateTimeOffset.Parse(columns.Text(fields, Timestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            yield return new TraceCall(moment, columns.Count(fields, Input), columns.Count(fields, Output));
        }
    }
}
