using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tool.Commands.Close;
using TokenFinOps.Tool.Commands.Export;
using TokenFinOps.Tool.Commands.Prices;
using TokenFinOps.Tool.Commands.Reconcile;
using TokenFinOps.Tool.Commands.Report;
using TokenFinOps.Tool.Commands.Why;

namespace TokenFinOps.Tool;

/// <summary>The tool: finds the command, runs it, and turns what goes wrong into a message and an exit code.</summary>
internal static class App
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ToolContext context)
    {
        ParseResult line = Root(context).Parse(args);
        if (line.Errors.Count > 0 && line.Action is not HelpAction)
        {
            string faults = string.Join(Environment.NewLine, line.Errors.Select(static error => error.Message));
            return await ComplainAsync(context, $"{faults}{Environment.NewLine}'tokenfinops {Path(line)}--help' lists what there is.", ExitCodes.Input);
        }

        try
        {
            return await line.InvokeAsync(new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false });
        }
        catch (ToolException fault)
        {
            return await ComplainAsync(context, fault.Message, fault.ExitCode);
        }
        catch (LedgerUnavailableException fault)
        {
            return await ComplainAsync(context, fault.Message, ExitCodes.Ledger);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or PriceCatalogueFormatException)
        {
            return await ComplainAsync(context, fault.Message, ExitCodes.Input);
        }
        catch (OperationCanceledException)
        {
            return await ComplainAsync(context, "Stopped.", ExitCodes.Stopped);
        }
    }

    private static RootCommand Root(ToolContext context) => new("The bill of a TokenFinOps cost ledger: reports, exports, reconciliation, prices, period close, routing decisions.")
    {
        ReportCommand.Create(context),
        new Command("export", "Write the ledger in the form of other tools.") { FocusExportCommand.Create(context) },
        ReconcileCommand.Create(context),
        PricesCommand.Create(context),
        CloseCommand.Create(context),
        StatementsCommand.Create(context),
        WhyCommand.Create(context),
    };

    private static string Path(ParseResult line)
    {
        string path = string.Empty;
        for (CommandResult? command = line.CommandResult; command is { Command: not RootCommand }; command = command.Parent as CommandResult)
        {
            path = $"{command.Command.Name} {path}";
        }

        return path;
    }

    private static async Task<int> ComplainAsync(ToolContext context, string message, int exitCode)
    {
        await context.Error.WriteLineAsync(message);
        return exitCode;
    }
}
