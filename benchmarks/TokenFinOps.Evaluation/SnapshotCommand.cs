using System.Globalization;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Evaluation;

/// <summary>
/// Makes the catalogue that the SDK ships: <c>snapshot --data ../shared/data/pricing/catalogs --out src/TokenFinOps/Pricing/Catalogue/Shipped/prices.json</c>.
/// The same inputs give the same bytes.
/// </summary>
internal static class SnapshotCommand
{
    public const string Name = "snapshot";

    public const string Summary = "Makes the price catalogue that the SDK ships from the catalogues in a folder. The same inputs give the same bytes.";

    private const string Version = "shipped-2026-08-21";

    private static readonly RateProvenance GenAi =
        new("genai-prices 2026-08-21", "https://github.com/pydantic/genai-prices/tree/47df840a5ab10bbcffb8e5ac01b9899032245d1b", new DateOnly(2026, 8, 21), "MIT");

    private static readonly RateProvenance LiteLlm =
        new("litellm 2026-07-24", "https://github.com/Wei-Shaw/model-price-repo/tree/f9ff14734f6203c490573cb1e2ae8fdac7a52a41", new DateOnly(2026, 7, 24), "MIT");

    private static readonly RateProvenance ModelsDev =
        new("models.dev 2026-07-02", "https://github.com/anomalyco/models.dev/tree/f3fc692299671838c7c65fd8126bf84d81a2e817", new DateOnly(2026, 7, 2), "MIT");

    // Two sources against one.
    private static readonly (string Provider, string Model)[] Corrections = [("openai", "gpt-4o-2024-05-13")];

    /// <summary>Writes the snapshot, and says whether the file changed.</summary>
    /// <param name="arguments"><c>--data FOLDER --out FILE</c>.</param>
    /// <param name="log">Takes what was read, added and left out.</param>
    /// <exception cref="EvaluationException">An argument or a file is missing, or malformed.</exception>
    public static void Run(CommandLine arguments, Action<string> log)
    {
        arguments.RejectUnknown("data", "out");
        string folder = arguments.Required("data", "the folder of the catalogues");
        string output = arguments.Required("out", "the file to write");
        byte[] snapshot = Build(folder, log);
        bool isSame = File.Exists(output) && File.ReadAllBytes(output).AsSpan().SequenceEqual(snapshot);
        File.WriteAllBytes(output, snapshot);
        log(string.Create(CultureInfo.InvariantCulture, $"{output}: {snapshot.Length:N0} bytes, {(isSame ? "the same as before" : "new or changed")}"));
    }

    /// <summary>Makes the snapshot.</summary>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="EvaluationException">A file is missing or malformed, or the sources no longer agree on a correction.</exception>
    public static byte[] Build(string folder, Action<string> log)
    {
        try
        {
            PriceCatalogue genAi = Report(GenAiPricesImporter.Import(Read(folder, "genai-prices.v2.json"), GenAi), log);
            PriceCatalogue liteLlm = Report(LiteLlmImporter.Import(Read(folder, "litellm.model_prices_and_context_window.subset-2026-07-24.json"), LiteLlm), log);
            PriceCatalogue modelsDev = Report(ModelsDevImporter.Import(Read(folder, "models.dev.json"), ModelsDev), log);
            var builder = new SnapshotBuilder(liteLlm, modelsDev, LiteLlm, log);
            ModelPrices[] models = [.. Corrections.Select(builder.Correct), .. genAi.Models.Select(builder.Enrich)];
            var snapshot = new PriceCatalogue(Version, models, genAi.Providers, GenAi.CheckedOn, [GenAi, LiteLlm, ModelsDev]);
            using var buffer = new MemoryStream();
            PriceCatalogueJson.Write(snapshot, buffer);
            log(string.Create(CultureInfo.InvariantCulture, $"{snapshot.Version}: {snapshot.Models.Length} models"));
            return buffer.ToArray();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new EvaluationException(exception.Message, exception);
        }
    }

    private static PriceCatalogue Report(ImportResult result, Action<string> log)
    {
        log(string.Create(CultureInfo.InvariantCulture, $"{result.Catalogue.Version}: {result.Catalogue.Models.Length} models, {result.Warnings.Length} notes"));
        return result.Catalogue;
    }

    private static ReadOnlyMemory<byte> Read(string folder, string name)
    {
        using Stream file = DataFile.Open(Path.Combine(folder, name));
        using var buffer = new MemoryStream();
        file.CopyTo(buffer);
        return buffer.ToArray();
    }
}
