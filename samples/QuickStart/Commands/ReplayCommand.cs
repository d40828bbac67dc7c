using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using QuickStart.Replay;
using QuickStart.Report;
using Spectre.Console;
using TokenFinOps;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Commands;

/// <summary>Sends a recorded trace through the pipeline and prints what it would cost.</summary>
internal sealed class ReplayCommand(IAnsiConsole console, CommandLine line)
{
    private const string DefaultModel = "gpt-5-mini";

    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        string model = line.Model ?? DefaultModel;
        try
        {
            using var trace = new TraceFile(path);
            await RunAsync(trace, Path.GetFileName(path), model, cancellationToken);
            return ExitCode.Done;
        }
        catch (TraceFormatException exception)
        {
            Complaint.Print($"{path}, {exception.Message}");
            return ExitCode.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Complaint.Print($"Cannot read {path}: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private async Task RunAsync(TraceFile trace, string name, string model, CancellationToken cancellationToken)
    {
        var collection = new ServiceCollection();
        collection.AddTokenFinOps();
        collection.AddChatClient(new ReplayChatClient(model)).UseTokenFinOps(metering => metering.Provider = line.Provider);
        await using ServiceProvider services = collection.BuildServiceProvider();

        var runner = new ReplayRunner(services.GetRequiredService<IChatClient>());
        long start = Stopwatch.GetTimestamp();
        TraceStatistics statistics = await Terminal.WithProgressAsync(
            console, $"Replaying {name}", progress => runner.RunAsync(trace, name, progress, cancellationToken));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

        LedgerReport report = await services.GetRequiredService<ICostLedger>().QueryAsync(LedgerQuery.All.GroupBy(LedgerDimension.Model), cancellationToken);
        TotalsTable.Print(console, $"{name} at the prices of {model}", ["Model"], report);
        var notes = new Notes(console);
        PrintPace(notes, statistics, elapsed);
        CachingNote.Print(notes, report.Totals);
        PrintCost(notes, report.Totals, model);
    }

    private static void PrintPace(Notes notes, TraceStatistics statistics, TimeSpan elapsed)
    {
        string span = statistics.Span.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
        string perMinute = (statistics.Rows / Math.Max(statistics.Span.TotalMinutes, 1)).ToString("N0", CultureInfo.InvariantCulture);
        string perSecond = (statistics.Rows / elapsed.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture);
        notes.Say("Trace", $"{Figures.Plural(statistics.Rows, "call")} in {span}, {perMinute} a minute on average, {Figures.Count(statistics.PeakMinute)} in the busiest.");
        notes.Say("Replay", $"{Figures.Time(elapsed)}: {perSecond} rows a second through the whole pipeline, one after another.");
        if (statistics.NamesBlocks)
        {
            notes.Say("Assumed", $"a prompt cache without limits, of the {BlockCache.BlockTokens}-token blocks that the trace names.");
        }
    }

    private static void PrintCost(Notes notes, IEnumerable<LedgerTotals> all, string model)
    {
        foreach (LedgerTotals totals in all)
        {
            if (totals.Unpriced > 0)
            {
                UnpricedNote.Print(notes, model, totals.Unpriced);
            }
            else
            {
                notes.Bill("Cost", $"{Figures.Exact(totals.EffectiveCost)} {totals.Currency} for {Figures.Plural(totals.Attempts, "call")}.");
            }
        }
    }
}
