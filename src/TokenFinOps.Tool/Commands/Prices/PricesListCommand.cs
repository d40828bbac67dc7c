using System.CommandLine;
using Spectre.Console;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary><c>tokenfinops prices list</c>: the prices of a catalogue.</summary>
internal static class PricesListCommand
{
    public static Command Create(ToolContext context)
    {
        var file = new Argument<string>("CATALOGUE") { Description = "A catalogue's file, or 'shipped'.", DefaultValueFactory = static _ => CatalogueFile.Shipped };
        var options = new PricesOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List the prices of a catalogue.") { file, json };
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            PriceCatalogue catalogue = await CatalogueFile.ReadAsync(line.GetRequiredValue(file), line.GetValue(options.Format), cancellationToken);
            DateTimeOffset moment = options.MomentOf(line, context.Time);
            QuotedPrice[] prices = [.. ModelsOf(catalogue, options, line, context).SelectMany(model => QuotedPrice.Of(model, moment))];
            await (line.GetValue(json) ? JsonPrinter.PrintAsync(context, writer => writer.Array("prices", prices, price => PriceJson.Write(writer, price))) : PrintAsync(context, prices));
            return ExitCodes.Ok;
        });
        return command;
    }

    // A name that no model contains may still be one that the catalogue's rules know: a dated or prefixed one.
    private static ModelPrices[] ModelsOf(PriceCatalogue catalogue, PricesOptions options, ParseResult line, ToolContext context)
    {
        ModelPrices[] named = [.. catalogue.Models.Where(model => options.Means(line, model.Provider, model.Model))];
        if (named.Length > 0 || options.NameToResolve(line) is not { } name)
        {
            return named;
        }

        PriceMatch match = catalogue.Find(new ModelReference(name, options.ProviderOf(line)))
            ?? throw new ToolException($"The catalogue knows no model '{name}'{(options.ProviderOf(line) is { } provider ? $" of {provider}" : string.Empty)}, not by its rules either.");
        context.Error.WriteLine($"Note: {match.Explanation}.");
        return [match.Prices];
    }

    private static Task PrintAsync(ToolContext context, QuotedPrice[] prices)
    {
        Table table = Tables.Of("provider", "model", "tier", "kind", "above tokens>", "price>", "currency", "per>");
        foreach (QuotedPrice price in prices)
        {
            string above = price.Threshold == 0 ? string.Empty : Figures.Count(price.Threshold);
            table.Row(price.Provider, price.Model, price.Tier, price.Kind.Name(), above, Figures.Price(price.Amount), price.Currency, Figures.Count(price.Per));
        }

        context.Console.Write(table);
        context.Line($"{Figures.Count(prices.DistinctBy(static price => (price.Provider, price.Model)).Count())} models, {Figures.Count(prices.Length)} prices.");
        return Task.CompletedTask;
    }
}
