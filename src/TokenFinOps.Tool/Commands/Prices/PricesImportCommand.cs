using System.CommandLine;
using Spectre.Console;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary><c>tokenfinops prices import</c>: reads a catalogue of another format, says what it cannot express, and writes it in TokenFinOps' own.</summary>
internal static class PricesImportCommand
{
    private const int Examples = 20;

    public static Command Create(ToolContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The catalogue: LiteLLM's, genai-prices' data.v2.json or models.dev's api.json, plain or gzip." };
        var target = new Option<string?>("--out") { Description = "Where the catalogue is written in TokenFinOps' own format.", HelpName = "FILE" };
        var url = new Option<string?>("--url") { Description = "Where the file was fetched from, to be kept as its provenance.", HelpName = "URL" };
        var options = new PricesOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("import", "Read a catalogue of another format, say what could not be taken over, and write it in TokenFinOps' own format.") { file, target, url, options.Format, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string name = line.GetRequiredValue(file);
            var provenance = new RateProvenance(Path.GetFileName(name), line.GetValue(url), DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime));
            ImportResult result = await CatalogueFile.ImportAsync(name, line.GetValue(options.Format), provenance, cancellationToken);
            if (line.GetValue(target) is { } path)
            {
                await WriteAsync(result.Catalogue, path, cancellationToken);
            }

            await (line.GetValue(json) ? PrintJsonAsync(context, result) : PrintAsync(context, result, line.GetValue(target)));
            return ExitCodes.Ok;
        });
        return command;
    }

    // Some formats describe no providers, yet name them.
    private static int ProvidersOf(PriceCatalogue catalogue) => catalogue.Models.DistinctBy(static model => model.Provider).Count();

    // Whole or not at all.
    private static async Task WriteAsync(PriceCatalogue catalogue, string path, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        PriceCatalogueJson.Write(catalogue, buffer);
        string draft = path + ".tmp";
        await File.WriteAllBytesAsync(draft, buffer.ToArray(), cancellationToken);
        File.Move(draft, path, overwrite: true);
    }

    private static Task PrintJsonAsync(ToolContext context, ImportResult result) => JsonPrinter.PrintAsync(context, writer =>
    {
        writer.WriteString("version", result.Catalogue.Version);
        writer.WriteNumber("providers", ProvidersOf(result.Catalogue));
        writer.WriteNumber("models", result.Catalogue.Models.Length);
        writer.Array("warnings", result.Warnings, warning =>
        {
            writer.WriteString("model", warning.Model);
            writer.WriteString("key", warning.Key);
            writer.WriteString("reason", warning.Reason);
        });
    });

    private static Task PrintAsync(ToolContext context, ImportResult result, string? target)
    {
        Table table = Tables.Of("models>", "key", "reason", "for example");
        IGrouping<(string Key, string Reason), ImportWarning>[] groups =
            [.. result.Warnings.GroupBy(static warning => (warning.Key, warning.Reason)).OrderByDescending(static group => group.Count())];
        foreach (IGrouping<(string Key, string Reason), ImportWarning> group in groups.Take(Examples))
        {
            table.Row(Figures.Count(group.Count()), group.Key.Key, group.Key.Reason, group.First().Model);
        }

        if (groups.Length > 0)
        {
            context.Line($"{Figures.Count(result.Warnings.Length)} things could not be taken over as they stand:");
            context.Console.Write(table);
        }

        if (groups.Length > Examples)
        {
            context.Line($"… and {Figures.Count(groups.Length - Examples)} more sorts; --json lists all.");
        }

        context.Line($"{Figures.Count(result.Catalogue.Models.Length)} models of {Figures.Count(ProvidersOf(result.Catalogue))} providers{(target is null ? ". Write them with --out FILE." : $" written to {target}.")}");
        return Task.CompletedTask;
    }
}
