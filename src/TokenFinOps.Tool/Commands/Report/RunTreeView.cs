using Spectre.Console;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Runs;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>Prints the tree of an agent run.</summary>
internal static class RunTreeView
{
    public static void Print(ToolContext context, RunTree tree)
    {
        var view = new Tree(new Text(Title(tree.Root)));
        AddTo(view, tree.Root);
        context.Console.Write(view);
        context.Line($"{tree.Runs.Length} runs, {tree.Depth} levels below the first, at most {tree.MostChildren} started by one.");
        if (tree.IsTruncated)
        {
            context.Error.WriteLine("Note: the tree is larger than what is shown.");
        }
    }

    private static void AddTo(IHasTreeNodes parent, RunNode run)
    {
        foreach (RunStep step in run.Own.Steps)
        {
            parent.AddNode(new Text($"{step.Name}: {Figures.Count(step.Attempts)} attempts, {Costs(step.Totals)}"));
        }

        foreach (RunNode child in run.Children)
        {
            AddTo(parent.AddNode(new Text(Title(child))), child);
        }
    }

    private static string Title(RunNode run) => run.Children.IsEmpty
        ? $"run {run.RunId}: {Figures.Count(run.Own.Attempts)} attempts, {Costs(run.Own.Totals)}"
        : $"run {run.RunId}: {Figures.Count(run.Cumulated.Attempts)} attempts, {Costs(run.Cumulated.Totals)} (own {Figures.Count(run.Own.Attempts)}, {Costs(run.Own.Totals)})";

    private static string Costs(IEnumerable<LedgerTotals> totals) => string.Join(" + ", totals.Select(Cost));

    private static string Cost(LedgerTotals totals) =>
        $"{Figures.Money(totals.EffectiveCost)} {totals.Currency}{(totals.Unpriced > 0 ? $" ({totals.Unpriced} unpriced)" : string.Empty)}";
}
