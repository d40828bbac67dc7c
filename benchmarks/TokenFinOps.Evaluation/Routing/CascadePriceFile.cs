using System.Text.Json;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Reads prices from a catalogue of any format that the SDK imports, or from plain JSON: <c>{"model": {"input": 2.5, "output": 10}}</c>, in US dollars per million tokens.</summary>
internal static class CascadePriceFile
{
    /// <exception cref="EvaluationException">There is no such file, or it is of no known format.</exception>
    public static PriceCatalogue Read(string path)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = DataFile.Open(path))
        {
            stream.CopyTo(buffer);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(buffer.ToArray());
            return IsPlain(document.RootElement)
                ? Plain(document.RootElement)
                : PriceCatalogueImporter.Import(FormatOf(document.RootElement), buffer.ToArray()).Catalogue;
        }
        catch (Exception exception) when (exception is JsonException or PriceCatalogueFormatException or InvalidOperationException or ArgumentException)
        {
            throw new EvaluationException(
                $"'{path}' holds no prices: use {{\"model\": {{\"input\": 2.5, \"output\": 10}}}} in US dollars per million tokens, or a catalogue of LiteLLM, genai-prices, models.dev or TokenFinOps. {exception.Message}", exception);
        }
    }

    private static bool IsPlain(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any() && root.EnumerateObject().All(static model => Amount(model.Value, "input") is not null && Amount(model.Value, "output") is not null);

    private static PriceCatalogue Plain(JsonElement root) => new("given", root.EnumerateObject().Select(static model => new ModelPrices(
        "given", model.Name, new RateCard(new Rate(UsageKind.InputTokens, Amount(model.Value, "input")!.Value), new Rate(UsageKind.OutputTokens, Amount(model.Value, "output")!.Value)))));

    private static decimal? Amount(JsonElement model, string name) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty(name, out JsonElement amount) && amount.ValueKind == JsonValueKind.Number ? amount.GetDecimal() : null;

    private static PriceCatalogueFormat FormatOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? PriceCatalogueFormat.GenAiPrices
        : root.TryGetProperty("format", out _) ? PriceCatalogueFormat.TokenFinOps
        : root.EnumerateObject().Any(static each => each.Value.ValueKind == JsonValueKind.Object && each.Value.TryGetProperty("models", out _)) ? PriceCatalogueFormat.ModelsDev
        : PriceCatalogueFormat.LiteLlm;
}
