using System.Text.Json;
using TokenFinOps.Ledger.Runs;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>Writes the tree of an agent run as JSON: a list of runs, each with its parent.</summary>
internal static class RunTreeJson
{
    public static void Write(Utf8JsonWriter writer, RunTree tree)
    {
        writer.WriteNumber("depth", tree.Depth);
        writer.WriteBoolean("truncated", tree.IsTruncated);
        writer.WriteString("gaps", tree.Gaps.ToString());
        writer.Array("runs", tree.Runs, run =>
        {
            writer.WriteString("run", run.RunId);
            writer.WriteString("parent", run.ParentRunId);
            writer.WriteNumber("depth", run.Depth);
            WriteFigures(writer, "own", run.Own);
            WriteFigures(writer, "cumulated", run.Cumulated);
        });
    }

    private static void WriteFigures(Utf8JsonWriter writer, string name, RunFigures figures)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("requests", figures.Requests);
        writer.WriteNumber("attempts", figures.Attempts);
        writer.Array("totals", figures.Totals, totals => TotalsJson.Write(writer, totals));
        writer.Array("steps", figures.Steps, step =>
        {
            writer.WriteString("step", step.Name);
            writer.WriteNumber("attempts", step.Attempts);
            writer.Array("totals", step.Totals, totals => TotalsJson.Write(writer, totals));
        });
        writer.WriteEndObject();
    }
}
