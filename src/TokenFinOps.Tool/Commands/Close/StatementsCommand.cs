using System.CommandLine;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Close;

/// <summary><c>tokenfinops statements</c>: prints what was posted for a month. It needs the books, not the ledger.</summary>
internal static class StatementsCommand
{
    public static Command Create(ToolContext context)
    {
        var options = new CloseOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("statements", "Print the posted statements of a closed month.") { json };
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            BillingPeriod period = options.PeriodOf(line);
            ClosedPeriod closed = await options.StoreOf(line).FindAsync(period.Name, cancellationToken)
                ?? throw new ToolException($"{period} is not closed in '{options.FolderOf(line)}'. Close it with 'tokenfinops close', or name the folder with --store-dir.");
            await StatementPrinter.PrintAsync(context, closed.Run, closed, line.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }
}
