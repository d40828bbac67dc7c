using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary>Reads price catalogues: files of any known format, plain or gzip, and the one that is shipped.</summary>
internal static class CatalogueFile
{
    public const string Shipped = "shipped";

    /// <summary>Reads a catalogue and names it as the user did, so that two of one version are told apart.</summary>
    public static async Task<PriceCatalogue> ReadAsync(string name, string? format, CancellationToken cancellationToken)
    {
        PriceCatalogue read = name == Shipped ? PriceCatalogue.Shipped : (await ImportAsync(name, format, null, cancellationToken)).Catalogue;
        return new PriceCatalogue(name == Shipped ? name : Path.GetFileName(name), read.Models, read.Providers, read.Date, read.Sources);
    }

    /// <summary>Reads a file and says what could not be taken over.</summary>
    /// <exception cref="ToolException">The file is not there, or its format is not known.</exception>
    public static async Task<ImportResult> ImportAsync(string file, string? format, RateProvenance? provenance, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new ToolException($"'{file}' does not exist. Name a catalogue's file, or '{Shipped}' for the one that comes with the tool.");
        }

        byte[] json = await BytesOfAsync(file, cancellationToken);
        PriceCatalogueFormat known = format is null ? FormatOf(file, json) : Words.Member<PriceCatalogueFormat>("--format", format);
        return PriceCatalogueImporter.Import(known, json, provenance ?? new RateProvenance(Path.GetFileName(file)));
    }

    private static async Task<byte[]> BytesOfAsync(string file, CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        if (!bytes.AsSpan().StartsWith<byte>([0x1F, 0x8B]))
        {
            return bytes;
        }

        using var plain = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await gzip.CopyToAsync(plain, cancellationToken);
        return plain.ToArray();
    }

    // Every format has a property that no other has.
    private static PriceCatalogueFormat FormatOf(string file, byte[] json)
    {
        try
        {
            ReadOnlyMemory<byte> text = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsMemory(Encoding.UTF8.Preamble.Length) : json;
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement switch
            {
                { ValueKind: JsonValueKind.Object } root when root.TryGetProperty("provenances", out _) => PriceCatalogueFormat.TokenFinOps,
                { ValueKind: JsonValueKind.Array } => PriceCatalogueFormat.GenAiPrices,
                { ValueKind: JsonValueKind.Object } root when HasMember(root, "litellm_provider") => PriceCatalogueFormat.LiteLlm,
                { ValueKind: JsonValueKind.Object } root when HasMember(root, "models") => PriceCatalogueFormat.ModelsDev,
                _ => throw new ToolException($"'{file}' is not a price catalogue that is known: LiteLLM's, genai-prices' data.v2.json, models.dev's api.json, or TokenFinOps' own. Name its format with --format."),
            };
        }
        catch (JsonException fault)
        {
            throw new ToolException($"'{file}' is not valid JSON at line {fault.LineNumber + 1}. Fetch it again, and check that it is the raw file and not a web page.", innerException: fault);
        }
    }

    private static bool HasMember(JsonElement root, string name) =>
        root.EnumerateObject().Any(each => each.Value.ValueKind == JsonValueKind.Object && each.Value.TryGetProperty(name, out _));
}
