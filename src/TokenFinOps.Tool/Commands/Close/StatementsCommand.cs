using System.CommandLine;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;

namespace TokenFinOps.Tool.Commands.Close;

/// <summary><c>tokenfinops statements</c>: prints what was posted for a month. Where the books are in a folder it needs no ledger.</summary>
internal static class StatementsCommand
{
    public static Command Create(ToolContext context)
    {
        var options = new CloseOptions();
        var ledger = new LedgerOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("statements", "Print the posted statements of a closed month.") { json };
        ledger.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            BillingPeriod period = options.PeriodOf(line);
            ClosedPeriod closed = await (options.FolderOf(line)?.FindAsync(period.Name, cancellationToken) ?? FindInLedgerAsync(period))
                ?? throw new ToolException($"{period} is not closed in these books. Close it with 'tokenfinops close', or name other books: another ledger, or a folder with --store-dir.");
            await StatementPrinter.PrintAsync(context, closed.Run, closed, line.GetValue(json));
            return ExitCodes.Ok;

            async ValueTask<ClosedPeriod?> FindInLedgerAsync(BillingPeriod period)
            {
                await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
                return await open.Books.FindAsync(period.Name, cancellationToken);
            }
        });
        return command;
    }
}
