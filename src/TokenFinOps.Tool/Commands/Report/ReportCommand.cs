using System.CommandLine;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Runs;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary><c>tokenfinops report</c>: what was spent, by whom and for what.</summary>
internal static class ReportCommand
{
    public static Command Create(ToolContext context)
    {
        var ledger = new LedgerOptions();
        var options = new ReportOptions();
        var run = new Option<string?>("--run") { Description = "Show the tree of an agent run instead: all runs that it started, their calls and cost.", HelpName = "ID" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("report", "What was spent, by whom and for what.") { run, json };
        ledger.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            LedgerQuery query = options.QueryOf(line, context.Time);
            await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
            Task print = line.GetValue(run) is { } id
                ? PrintRunAsync(context, open.Ledger, id, line.GetValue(json), cancellationToken)
                : PrintReportAsync(context, open.Ledger, query, line.GetValue(json), cancellationToken);
            await print;
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task PrintReportAsync(ToolContext context, ICostLedger ledger, LedgerQuery query, bool asJson, CancellationToken cancellationToken)
    {
        LedgerReport report = await ledger.QueryAsync(query, cancellationToken);
        if (asJson)
        {
            await JsonPrinter.PrintAsync(context, writer => ReportJson.Write(writer, query, report));
        }
        else
        {
            ReportTable.Print(context, query, report);
        }

        UnknownTagNotes.Print(context, query, report);
        GapNotes.Print(context, report.Gaps);
    }

    private static async Task PrintRunAsync(ToolContext context, ICostLedger ledger, string id, bool asJson, CancellationToken cancellationToken)
    {
        RunTree tree = await ledger.GetRunAsync(id, cancellationToken: cancellationToken)
            ?? throw new ToolException($"The ledger has no run '{id}'. Write its id in full: 'tokenfinops report --by run --where run!= --top 20' lists the dearest ones.");
        if (asJson)
        {
            await JsonPrinter.PrintAsync(context, writer => RunTreeJson.Write(writer, tree));
        }
        else
        {
            RunTreeView.Print(context, tree);
        }

        GapNotes.Print(context, tree.Gaps);
    }
}
