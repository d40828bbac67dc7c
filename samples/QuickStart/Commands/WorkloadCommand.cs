using Microsoft.Extensions.AI;
using QuickStart.Report;
using QuickStart.Server;
using QuickStart.Workload;
using Spectre.Console;
using TokenFinOps.Caching;
using TokenFinOps.Ledger;

namespace QuickStart.Commands;

/// <summary>Runs the workload, against the loopback server or a real one, and prints its bill.</summary>
internal sealed class WorkloadCommand(IAnsiConsole console, CommandLine line)
{
    private const string KeyVariable = "OPENAI_API_KEY";
    private const string StandsInFor = "openai";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (line.Endpoint is { } endpoint)
        {
            string? key = Environment.GetEnvironmentVariable(KeyVariable);
            bool hasKey = !string.IsNullOrWhiteSpace(key);
            return await RunAsync(new Target(endpoint, hasKey ? key! : "none", hasKey, ModelChoice.Only(line.Model!, line.EmbeddingModel), line.Provider), cancellationToken);
        }

        await using LoopbackServer server = await LoopbackServer.StartAsync(new LoopbackOptions { Seed = line.Seed }, cancellationToken);
        return await RunAsync(new Target(server.Endpoint, server.ApiKey, HasKey: true, ModelChoice.Loopback, StandsInFor), cancellationToken);
    }

    private async Task<int> RunAsync(Target target, CancellationToken cancellationToken)
    {
        await using ServiceProvider services = Pipeline.Build(target.Endpoint, target.ApiKey, target.Models, target.Provider, line.LedgerFile, line.Cache);
        IChatClient chat = services.GetRequiredService<IChatClient>();
        console.MarkupLineInterpolated($"[bold]TokenFinOps QuickStart[/]  {target.Endpoint}");
        if (!target.Models.IsLoopback && await EndpointCheck.FindFaultAsync(chat, target.Endpoint, line.Model!, target.HasKey, cancellationToken) is { } fault)
        {
            Complaint.Print(fault);
            return ExitCode.Failed;
        }

        WorkloadResult result = await RunPlanAsync(services, chat, target.Models, cancellationToken);
        var cache = services.GetService<SemanticCache>();
        await (cache?.WhenIdleAsync() ?? Task.CompletedTask);
        await PrintAsync(services.GetRequiredService<ICostLedger>(), cache, target.Models, result);
        return result.Stopped is null ? ExitCode.Done : ExitCode.Failed;
    }

    private Task<WorkloadResult> RunPlanAsync(ServiceProvider services, IChatClient chat, ModelChoice models, CancellationToken cancellationToken)
    {
        var handbook = new HandbookIndex(services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), models.Embedding);
        var plan = WorkloadPlan.Make(line.Calls, line.Seed, models, line.Cache);
        var runner = new WorkloadRunner(chat, handbook, models, line.Parallel);
        int done = 0;
        return Terminal.WithProgressAsync(
            console,
            $"{Figures.Plural(plan.Steps.Count, "request")} of five teams, {line.Parallel} at a time",
            progress => runner.RunAsync(plan, () => progress((double)Interlocked.Increment(ref done) / plan.Steps.Count), cancellationToken));
    }

    // What was spent is shown even when the workload was stopped.
    private async Task PrintAsync(ICostLedger ledger, SemanticCache? cache, ModelChoice models, WorkloadResult result)
    {
        Bill bill = await Bill.ReadAsync(ledger, CancellationToken.None);
        var printer = new BillPrinter(console);
        printer.Print(bill, result.Failures);
        if (cache is not null)
        {
            await new CacheNote(new Notes(console)).PrintAsync(ledger, cache, CancellationToken.None);
        }

        if (line is { Endpoint: not null, Provider: null } && bill.Totals.Any(static totals => totals.Unpriced > 0))
        {
            new Notes(console).Warn("Proxy?", "If a vendor stands behind that URL, say whose prices apply, e.g. --provider openai.");
        }

        if (result.Stopped is { } reason)
        {
            Complaint.Print(reason);
            return;
        }

        printer.PrintOverhead(await OverheadProbe.MeasureAsync(models.Standard, CancellationToken.None));
    }

    private sealed record Target(Uri Endpoint, string ApiKey, bool HasKey, ModelChoice Models, string? Provider);
}
