using System.Globalization;
using Spectre.Console;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Why;

/// <summary>Prints why a request went where it went.</summary>
internal static class WhyView
{
    public static void Print(ToolContext context, IReadOnlyList<LedgerEntry> attempts)
    {
        LedgerEntry first = attempts[0];
        context.Line($"request {first.RequestId} at {Figures.Moment(first.Timestamp)}{(first.RunId is { } run ? $", run {run}" : string.Empty)}");
        if (attempts.Select(static entry => entry.Routing?.Decision).OfType<RoutingDecision>().FirstOrDefault() is { } decision)
        {
            Print(context, decision);
        }
        else
        {
            context.Line("No router decided about it.");
        }

        CacheView.Print(context, attempts);
        PrintAttempts(context, attempts);
        foreach (LedgerEntry entry in attempts.Where(static entry => entry.Compression is not null))
        {
            Print(context, entry, entry.Compression!);
        }
    }

    private static void Print(ToolContext context, RoutingDecision decision)
    {
        string mode = decision.Mode switch
        {
            RoutingMode.Shadow => "; in shadow mode, so the baseline answered",
            RoutingMode.Control => "; in the control group, so the baseline answered",
            _ => string.Empty,
        };
        context.Line($"{decision.DecidedBy} chose {decision.Chosen} ({decision.Tier}); without the router it would have been {decision.Baseline}{mode}. Workload {decision.Workload}.");
        foreach (RoutingRemark remark in decision.Remarks)
        {
            string score = remark.Score is { } number ? string.Create(CultureInfo.InvariantCulture, $" ({number:0.####})") : string.Empty;
            context.Line($"  {remark.Source}: {remark.Statement}{score}");
        }

        Table table = Tables.Of("deployment", "tier", "estimated USD>", "excluded because");
        foreach (RoutingCandidate candidate in decision.Candidates)
        {
            table.Row(candidate.Deployment, candidate.Tier, candidate.EstimatedCost is { } cost ? Figures.Price(cost) : "?", candidate.Excluded ?? string.Empty);
        }

        context.Console.Write(table);
    }

    private static void PrintAttempts(ToolContext context, IReadOnlyList<LedgerEntry> attempts)
    {
        Table table = Tables.Of("attempt", "deployment", "model", "outcome", "because", "cost>", "baseline>");
        foreach (LedgerEntry entry in attempts)
        {
            table.Row(
                entry.Kind == LedgerEntryKind.CacheHit ? "CacheHit" : entry.Routing?.Role.ToString() ?? "-",
                entry.Deployment ?? "-",
                entry.Model,
                entry.ErrorType is { } error ? $"{entry.Outcome}: {error}" : entry.Outcome.ToString(),
                entry.Routing?.Reason ?? string.Empty,
                Amount(entry.Cost.Effective, entry),
                Amount(entry.BaselineCost, entry));
        }

        context.Console.Write(table);
    }

    private static void Print(ToolContext context, LedgerEntry entry, AttemptCompression compression)
    {
        (string made, string saves) = compression.Mode switch
        {
            CompressionMode.Shadow => ("only watched, and would have made", "would have saved"),
            CompressionMode.Control => ("left the control group alone, and would have made", "would have saved"),
            _ => ("made", "saved"),
        };
        string saved = compression.Saved is { } amount ? $"{Figures.Price(amount)} {entry.Cost.Currency}" : "an unknown amount";
        context.Line($"The compressor {made} {Figures.Count(compression.TokensAfter)} tokens of the {Figures.Count(compression.TokensBefore)} that went to {entry.Deployment ?? entry.Model}, which {saves} {saved}.");
        foreach (CompressionSum step in compression.Steps)
        {
            context.Line($"  {step.Step}: {step.Blocks} parts, {Figures.Count(step.TokensSaved)} tokens fewer");
        }
    }

    private static string Amount(decimal? amount, LedgerEntry entry) => amount is { } known ? $"{Figures.Price(known)} {entry.Cost.Currency}" : "?";
}
