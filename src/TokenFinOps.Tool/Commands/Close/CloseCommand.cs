using System.CommandLine;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Reporting.Currencies;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;

namespace TokenFinOps.Tool.Commands.Close;

/// <summary><c>tokenfinops close</c>: posts the statements of a month.</summary>
internal static class CloseCommand
{
    public static Command Create(ToolContext context)
    {
        var tag = new Option<string>("--cost-centre-tag") { Description = "The tag (or dimension) whose values are the cost centres.", HelpName = "NAME", Required = true };
        var currency = new Option<string>("--currency") { Description = "The currency of the statements; every cost must be in it.", HelpName = "CODE", DefaultValueFactory = static _ => CurrencyCode.Usd };
        var preview = new Option<bool>("--preview") { Description = "Show what closing would post, and post nothing. The month may still be running." };
        var options = new CloseOptions();
        var ledger = new LedgerOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("close", "Close a month: post a statement for every cost centre. What changes later becomes an adjustment of the next month.") { tag, currency, preview, json };
        ledger.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            BillingPeriod period = options.PeriodOf(line);
            ChargebackPlan plan = PlanOf(line.GetRequiredValue(tag), line.GetRequiredValue(currency));
            await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
            var books = new PeriodClose(open.Ledger, options.FolderOf(line) ?? open.Books, _ => plan, context.Time);
            await GuardedAsync(async () =>
            {
                if (line.GetValue(preview))
                {
                    await StatementPrinter.PrintAsync(context, await books.PreviewAsync(period, cancellationToken), null, line.GetValue(json));
                    return;
                }

                ClosedPeriod closed = await books.CloseAsync(period, cancellationToken);
                await StatementPrinter.PrintAsync(context, closed.Run, closed, line.GetValue(json));
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static ChargebackPlan PlanOf(string tag, string currency)
    {
        if (!CurrencyCode.IsKnown(currency))
        {
            throw new ToolException($"--currency: '{currency}' is not an ISO 4217 code. Write one such as USD.");
        }

        return new ChargebackPlan { CostCentres = CostCentreMap.By(Dimensions.Read(tag)), Currency = currency };
    }

    // A refusal is the user's to cure, unless the ledger is what lacks something.
    private static async Task GuardedAsync(Func<Task> close)
    {
        try
        {
            await close();
        }
        catch (PeriodCloseException fault)
        {
            bool isLedger = fault.Refusal is PeriodCloseRefusal.LedgerIncomplete or PeriodCloseRefusal.EntriesMissing;
            throw new ToolException(fault.Message, isLedger ? ExitCodes.Ledger : ExitCodes.Input, fault);
        }
        catch (MissingExchangeRateException fault)
        {
            throw new ToolException($"{fault.Message} Choose --currency as the ledger's, or close through the SDK with exchange rates.", innerException: fault);
        }
    }
}
