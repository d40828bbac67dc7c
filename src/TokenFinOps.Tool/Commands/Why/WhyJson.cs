using System.Text.Json;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Why;

/// <summary>Writes why a request went where it went as JSON.</summary>
internal static class WhyJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LedgerEntry> attempts)
    {
        writer.WriteString("request", attempts[0].RequestId);
        writer.WriteString("run", attempts[0].RunId);
        if (attempts.Select(static entry => entry.Routing?.Decision).OfType<RoutingDecision>().FirstOrDefault() is { } decision)
        {
            writer.WriteStartObject("decision");
            Write(writer, decision);
            writer.WriteEndObject();
        }

        writer.Array("attempts", attempts, entry => Write(writer, entry));
    }

    private static void Write(Utf8JsonWriter writer, RoutingDecision decision)
    {
        writer.WriteString("chosen", decision.Chosen);
        writer.WriteString("tier", decision.Tier);
        writer.WriteString("baseline", decision.Baseline);
        writer.WriteString("decided_by", decision.DecidedBy);
        writer.WriteString("mode", decision.Mode.ToString());
        writer.WriteString("workload", decision.Workload);
        writer.Array("remarks", decision.Remarks, remark =>
        {
            writer.WriteString("source", remark.Source);
            writer.WriteString("statement", remark.Statement);
            if (remark.Score is { } score && double.IsFinite(score))
            {
                writer.WriteNumber("score", score);
            }
        });
        writer.Array("candidates", decision.Candidates, candidate =>
        {
            writer.WriteString("deployment", candidate.Deployment);
            writer.WriteString("tier", candidate.Tier);
            writer.Number("estimated_usd", candidate.EstimatedCost);
            writer.WriteString("excluded", candidate.Excluded);
        });
    }

    private static void Write(Utf8JsonWriter writer, LedgerEntry entry)
    {
        writer.WriteString("id", entry.Id);
        writer.Moment("at", entry.Timestamp);
        writer.WriteString("role", entry.Routing?.Role.ToString());
        writer.WriteString("because", entry.Routing?.Reason);
        writer.WriteString("deployment", entry.Deployment);
        writer.WriteString("model", entry.Model);
        writer.WriteString("kind", entry.Kind.ToString());
        writer.WriteString("outcome", entry.Outcome.ToString());
        writer.WriteString("error", entry.ErrorType);
        writer.WriteString("currency", entry.Cost.Currency);
        writer.Number("cost", entry.Cost.Effective);
        writer.Number("baseline_cost", entry.BaselineCost);
        if (entry.Cache is { } cache)
        {
            writer.WriteStartObject("cache");
            Write(writer, cache);
            writer.WriteEndObject();
        }

        if (entry.Compression is { } compression)
        {
            writer.WriteStartObject("compression");
            Write(writer, compression);
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, AttemptCache cache)
    {
        writer.WriteString("mode", cache.Mode.ToString());
        writer.WriteString("lookup", cache.Lookup.ToString());
        writer.WriteString("entry", cache.EntryId?.ToString());
        if (cache.Similarity is { } similarity)
        {
            writer.WriteNumber("similarity", similarity);
        }

        writer.WriteString("age", cache.Age?.ToString());
        writer.WriteString("reason", cache.Reason);
        writer.Number("saved", cache.Saved);
    }

    private static void Write(Utf8JsonWriter writer, AttemptCompression compression)
    {
        writer.WriteString("mode", compression.Mode.ToString());
        writer.WriteNumber("tokens_before", compression.TokensBefore);
        writer.WriteNumber("tokens_after", compression.TokensAfter);
        writer.Number("saved", compression.Saved);
        writer.Array("steps", compression.Steps, step =>
        {
            writer.WriteString("step", step.Step.ToString());
            writer.WriteNumber("parts", step.Blocks);
            writer.WriteNumber("tokens_saved", step.TokensSaved);
        });
    }
}
