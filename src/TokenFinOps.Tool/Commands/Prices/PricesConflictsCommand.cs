using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary><c>tokenfinops prices conflicts</c>: on which prices catalogues disagree.</summary>
internal static class PricesConflictsCommand
{
    public static Command Create(ToolContext context)
    {
        var files = new Argument<string[]>("CATALOGUE") { Description = "Two or more catalogues: files, or 'shipped'.", Arity = new ArgumentArity(2, 100) };
        var fail = new Option<bool>("--fail") { Description = "Exit with 1 when there are conflicts." };
        var options = new PricesOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("conflicts", "List the prices on which catalogues disagree.") { files, fail, json };
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var catalogues = new List<PriceCatalogue>();
            foreach (string file in line.GetRequiredValue(files))
            {
                catalogues.Add(await CatalogueFile.ReadAsync(file, line.GetValue(options.Format), cancellationToken));
            }

            PriceConflict[] conflicts =
            [
                .. CatalogueConflicts.Find(options.MomentOf(line, context.Time), catalogues).Where(conflict => options.Means(line, conflict.Provider, conflict.Model)),
            ];
            string[] names = [.. catalogues.Select(static catalogue => catalogue.Version)];
            await (line.GetValue(json) ? JsonPrinter.PrintAsync(context, writer => Write(writer, conflicts)) : PrintAsync(context, conflicts, names));
            return conflicts.Length > 0 && line.GetValue(fail) ? ExitCodes.Difference : ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(Utf8JsonWriter writer, PriceConflict[] conflicts) => writer.Array("conflicts", conflicts, conflict =>
    {
        writer.WriteString("provider", conflict.Provider);
        writer.WriteString("model", conflict.Model);
        writer.WriteString("kind", conflict.Kind.Name());
        writer.WriteNumber("above_tokens", conflict.Threshold);
        writer.WriteNumber("per", conflict.Kind.QuotedPer());
        writer.Array("prices", conflict.Prices, price =>
        {
            writer.WriteString("source", price.Source);
            writer.WriteNumber("price", price.Amount);
        });
    });

    private static Task PrintAsync(ToolContext context, PriceConflict[] conflicts, string[] names)
    {
        Table table = Tables.Of(["model", "kind", "above tokens>", .. names.Select(static name => name + ">"), "per>"]);
        foreach (PriceConflict conflict in conflicts)
        {
            string above = conflict.Threshold == 0 ? string.Empty : Figures.Count(conflict.Threshold);
            IEnumerable<string> prices = names.Select(name => PriceAt(conflict, name));
            table.Row([$"{conflict.Provider}/{conflict.Model}", conflict.Kind.Name(), above, .. prices, Figures.Count(conflict.Kind.QuotedPer())]);
        }

        if (conflicts.Length > 0)
        {
            context.Console.Write(table);
        }

        int models = conflicts.DistinctBy(static conflict => (conflict.Provider, conflict.Model)).Count();
        context.Line(conflicts.Length == 0 ? "No conflicts." : $"{Figures.Count(conflicts.Length)} prices of {Figures.Count(models)} models are in conflict.");
        return Task.CompletedTask;
    }

    private static string PriceAt(PriceConflict conflict, string name) =>
        conflict.Prices.FirstOrDefault(price => price.Source == name) is { Source: not null } price ? Figures.Price(price.Amount) : "-";
}
