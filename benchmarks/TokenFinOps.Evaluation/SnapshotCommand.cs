using System.Globalization;
using System.IO.Compression;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Evaluation;

/// <summary>
/// Makes the catalogue that the SDK ships: <c>snapshot --data ../shared/data/pricing/catalogs --out src/TokenFinOps/Pricing/Catalogue/Shipped/prices.json</c>.
/// The same inputs give the same bytes.
/// </summary>
public static class SnapshotCommand
{
    private const string Version = "shipped-2026-08-21";

    private static readonly RateProvenance GenAi =
        new("genai-prices 2026-08-21", "https://github.com/pydantic/genai-prices/tree/47df840a5ab10bbcffb8e5ac01b9899032245d1b", new DateOnly(2026, 8, 21), "MIT");

    private static readonly RateProvenance LiteLlm =
        new("litellm 2026-07-24", "https://github.com/Wei-Shaw/model-price-repo/tree/f9ff14734f6203c490573cb1e2ae8fdac7a52a41", new DateOnly(2026, 7, 24), "MIT");

    private static readonly RateProvenance ModelsDev =
        new("models.dev 2026-07-02", "https://github.com/anomalyco/models.dev/tree/f3fc692299671838c7c65fd8126bf84d81a2e817", new DateOnly(2026, 7, 2), "MIT");

    // Two sources against one.
    private static readonly (string Provider, string Model)[] Corrections = [("openai", "gpt-4o-2024-05-13")];

    /// <summary>Runs the command.</summary>
    /// <param name="args"><c>--data FOLDER --out FILE</c>.</param>
    /// <returns>0 when the snapshot was written, 2 when an argument or a file is missing or malformed.</returns>
    public static async Task<int> Run(string[] args)
    {
        if (Option(args, "--data") is not { } folder || Option(args, "--out") is not { } output)
        {
            await Console.Error.WriteLineAsync("snapshot needs --data FOLDER (with the catalogues) and --out FILE.");
            return 2;
        }

        try
        {
            PriceCatalogue genAi = Report(GenAiPricesImporter.Import(await ReadAsync(folder, "genai-prices.v2.json"), GenAi));
            PriceCatalogue liteLlm = Report(LiteLlmImporter.Import(await ReadAsync(folder, "litellm.model_prices_and_context_window.subset-2026-07-24.json"), LiteLlm));
            PriceCatalogue modelsDev = Report(ModelsDevImporter.Import(await ReadAsync(folder, "models.dev.json.gz"), ModelsDev));
            var builder = new SnapshotBuilder(liteLlm, modelsDev, LiteLlm, Console.WriteLine);
            ModelPrices[] models = [.. Corrections.Select(builder.Correct), .. genAi.Models.Select(builder.Enrich)];
            var snapshot = new PriceCatalogue(Version, models, genAi.Providers, GenAi.CheckedOn, [GenAi, LiteLlm, ModelsDev]);
            using var buffer = new MemoryStream();
            PriceCatalogueJson.Write(snapshot, buffer);
            await File.WriteAllBytesAsync(output, buffer.ToArray());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {snapshot.Models.Length} models, {buffer.Length:N0} bytes"));
            return 0;
        }
        catch (Exception fault) when (fault is IOException or FormatException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 2;
        }
    }

    private static PriceCatalogue Report(ImportResult result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Catalogue.Version}: {result.Catalogue.Models.Length} models, {result.Warnings.Length} notes"));
        return result.Catalogue;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string folder, string name)
    {
        await using FileStream file = File.OpenRead(Path.Combine(folder, name));
        using var buffer = new MemoryStream();
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            await using var plain = new GZipStream(file, CompressionMode.Decompress);
            await plain.CopyToAsync(buffer);
        }
        else
        {
            await file.CopyToAsync(buffer);
        }

        return buffer.ToArray();
    }

    private static string? Option(string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
