using System.CommandLine;
using System.Runtime.CompilerServices;
using TokenFinOps.Reporting.Reconciliation;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Reconcile;

/// <summary><c>tokenfinops reconcile</c>: sets a provider's invoice against the ledger.</summary>
internal static class ReconcileCommand
{
    public static Command Create(ToolContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The provider's CSV export. Several are one invoice: a cost export and the usage export of the same days, or one file a month.",
            Arity = ArgumentArity.OneOrMore,
        };
        var all = new Option<bool>("--all") { Description = "List matched lines too." };
        var options = new ReconcileOptions();
        var ledger = new LedgerOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("reconcile", "Set a provider's invoice or usage export against the ledger. Exits with 1 when a line differs beyond the tolerance.") { files, all, json };
        ledger.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            InvoiceFormat format = options.FormatOf(line);
            ReconciliationOptions rules = options.RulesOf(line, format);
            await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
            IAsyncEnumerable<InvoiceLine> lines = ReadAsync(line.GetRequiredValue(files), new InvoiceReader(format, rules.TimeZone), cancellationToken);
            ReconciliationReport report = await open.Ledger.ReconcileAsync(lines, rules, cancellationToken);
            if (line.GetValue(json))
            {
                await JsonPrinter.PrintAsync(context, writer => ReconciliationJson.Write(writer, report));
            }
            else
            {
                ReconciliationTable.Print(context, report, line.GetValue(all));
            }

            GapNotes.Print(context, report.Gaps);
            return report.IsMatched ? ExitCodes.Ok : ExitCodes.Difference;
        });
        return command;
    }

    private static async IAsyncEnumerable<InvoiceLine> ReadAsync(string[] files, InvoiceReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string file in files)
        {
            if (!File.Exists(file))
            {
                throw new ToolException($"'{file}' does not exist.");
            }

            await using FileStream stream = File.OpenRead(file);
            await using IAsyncEnumerator<InvoiceLine> lines = reader.ReadAsync(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(lines, file))
            {
                yield return lines.Current;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<InvoiceLine> lines, string file)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (InvoiceFormatException fault)
        {
            throw new ToolException($"{file}: {fault.Message}", innerException: fault);
        }
    }
}
