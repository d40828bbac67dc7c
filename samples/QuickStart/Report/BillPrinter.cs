using QuickStart.Workload;
using Spectre.Console;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Prints the bill of a workload: the tables, then what needs attention, then how fast it went.</summary>
internal sealed class BillPrinter(IAnsiConsole console)
{
    private readonly Notes _notes = new(console);

    public void Print(Bill bill, IEnumerable<StepFailure> failures)
    {
        TotalsTable.Print(console, "By team", ["Team"], bill.Teams);
        TotalsTable.Print(console, "By feature", ["Team", "Feature"], bill.Features);
        TotalsTable.Print(console, "By model", ["Model"], bill.Models, withTotal: true);
        TotalsTable.Print(console, "Dearest customers", ["Customer"], bill.Customers);
        PrintTotals(bill.Totals);
        PrintRun(bill.Runs);
        CachingNote.Print(_notes, bill.Totals);
        PrintUnpriced(bill.Unpriced);
        PrintEstimated(bill.Estimated);
        PrintFailures(failures);
        PrintLatency(bill.Totals);
    }

    public void PrintOverhead(Overhead overhead) => _notes.Say(
        "Overhead",
        $"{Figures.Time(overhead.PerCall)} of processor time a call, for attribution, pricing and the ledger entry in memory. Measured just now, {overhead.Configuration} build: "
        + $"a stub client in a tight loop, with UseTokenFinOps less without, medians of {overhead.Rounds} rounds of {Figures.Count(overhead.CallsPerRound)} calls.");

    private void PrintTotals(IEnumerable<LedgerTotals> all)
    {
        foreach (LedgerTotals totals in all)
        {
            string doubts = $"{totals.Unpriced} unpriced, {totals.EstimatedUsage} with estimated usage, {totals.Failed} failed";
            _notes.Bill("Total", $"{Figures.Cost(totals)} for {Figures.Plural(totals.Attempts, "call")}: {doubts}.");
        }
    }

    private void PrintRun(LedgerReport runs)
    {
        if (runs.Rows is not [{ Keys: [var id, var feature, var customer], Totals: var totals }, ..])
        {
            return;
        }

        string who = customer is null ? string.Empty : $" for {customer}";
        string tokens = $"{Figures.Count(totals.Usage.InputTokens)} tokens in, {Figures.Count(totals.Usage.OutputTokens)} out";
        _notes.Say("Dearest run", $"{id?[..8]} of {feature}{who}: {Figures.Plural(totals.Attempts, "call")} of the model, {tokens}, {Figures.Cost(totals)}.");
    }

    private void PrintUnpriced(LedgerReport unpriced)
    {
        foreach (var model in unpriced.Rows.Where(static row => row.Totals.Unpriced > 0).GroupBy(static row => row.Keys[0] ?? string.Empty))
        {
            string teams = string.Join(", ", model.Select(static row => $"{row.Keys[1] ?? "(none)"} {row.Totals.Unpriced}"));
            UnpricedNote.Print(_notes, model.Key, model.Sum(static row => row.Totals.Unpriced), $" ({teams})");
        }
    }

    private void PrintEstimated(LedgerReport estimated)
    {
        foreach (var outcome in estimated.Rows.GroupBy(static row => row.Keys[0]))
        {
            string how = outcome.Key switch
            {
                nameof(AttemptOutcome.Cancelled) => "cancelled half-way",
                nameof(AttemptOutcome.Abandoned) => "left half read",
                _ => "answered without usage",
            };
            long calls = outcome.Sum(static row => row.Totals.Attempts);
            string features = string.Join(", ", outcome.Select(static row => row.Keys[1]).Distinct());
            string cost = string.Join(" + ", outcome
                .GroupBy(static row => row.Totals.Currency)
                .Select(static rows => Figures.Money(rows.Sum(static row => row.Totals.EffectiveCost), rows.Key)));
            _notes.Warn(
                "Estimated",
                $"{Figures.Plural(calls, "call")} {how} ({features}): billed without a word about usage, so counted here from what was sent and delivered: {cost}.");
        }
    }

    private void PrintFailures(IEnumerable<StepFailure> failures)
    {
        // Two messages that differ in a number only are one problem.
        var problems = failures.GroupBy(static failure => (failure.Feature, string.Concat(failure.Reason.Where(static letter => !char.IsDigit(letter)))));
        foreach (var alike in problems.OrderByDescending(static group => group.Count()))
        {
            _notes.Warn("Failed", $"{alike.Key.Feature}, {Figures.Plural(alike.Count(), "time")}: {alike.First().Reason}");
        }
    }

    private void PrintLatency(IEnumerable<LedgerTotals> all)
    {
        foreach (LedgerTotals totals in all)
        {
            string firstToken = totals.TimeToFirstUpdate is { } first
                ? $"; first token of a stream p50 {Figures.Time(first.P50)}, p95 {Figures.Time(first.P95)}"
                : string.Empty;
            _notes.Say("Latency", $"p50 {Figures.Time(totals.DurationPercentiles?.P50)}, p95 {Figures.Time(totals.DurationPercentiles?.P95)}{firstToken}.");
        }
    }
}
