using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary><c>tokenfinops prices diff</c>: what changed between two catalogues.</summary>
internal static class PricesDiffCommand
{
    public static Command Create(ToolContext context)
    {
        var old = new Argument<string>("OLD") { Description = "The earlier catalogue: a file, or 'shipped'." };
        var @new = new Argument<string>("NEW") { Description = "The later catalogue: a file, or 'shipped'." };
        var options = new PricesOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("diff", "Show what changed between two catalogues: models and prices that came, went or changed.") { old, @new, json };
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            PriceCatalogue before = await CatalogueFile.ReadAsync(line.GetRequiredValue(old), line.GetValue(options.Format), cancellationToken);
            PriceCatalogue after = await CatalogueFile.ReadAsync(line.GetRequiredValue(@new), line.GetValue(options.Format), cancellationToken);
            var difference = CatalogueDifference.Of(before, after, options.MomentOf(line, context.Time), (provider, model) => options.Means(line, provider, model));
            await (line.GetValue(json) ? JsonPrinter.PrintAsync(context, writer => Write(writer, difference)) : PrintAsync(context, difference));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(Utf8JsonWriter writer, CatalogueDifference difference)
    {
        writer.WriteStartArray("added");
        difference.Added.ToList().ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteStartArray("removed");
        difference.Removed.ToList().ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.Array("changed", difference.Changed, change =>
        {
            PriceJson.WriteKey(writer, (change.Old ?? change.New)!);
            writer.Number("old", change.Old?.Amount);
            writer.Number("new", change.New?.Amount);
        });
    }

    private static Task PrintAsync(ToolContext context, CatalogueDifference difference)
    {
        PrintNames(context, "Added", difference.Added);
        PrintNames(context, "Removed", difference.Removed);
        if (difference.Changed.Count > 0)
        {
            Table table = Tables.Of("model", "tier", "kind", "above tokens>", "old>", "new>", "change>", "per>");
            foreach ((QuotedPrice? old, QuotedPrice? @new) in difference.Changed)
            {
                QuotedPrice price = (old ?? @new)!;
                string above = price.Threshold == 0 ? string.Empty : Figures.Count(price.Threshold);
                string change = old is { Amount: > 0 } && @new is not null ? Figures.Percent((@new.Amount / old.Amount) - 1m) : string.Empty;
                table.Row($"{price.Provider}/{price.Model}", price.Tier, price.Kind.Name(), above, PriceOf(old), PriceOf(@new), change, Figures.Count(price.Per));
            }

            context.Console.Write(table);
        }

        context.Line($"{difference.Added.Count} models added, {difference.Removed.Count} removed, {difference.Changed.Count} prices changed.");
        return Task.CompletedTask;
    }

    private static string PriceOf(QuotedPrice? price) => price is null ? "-" : Figures.Price(price.Amount);

    private static void PrintNames(ToolContext context, string title, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            context.Line($"{title}  {name}");
        }
    }
}
