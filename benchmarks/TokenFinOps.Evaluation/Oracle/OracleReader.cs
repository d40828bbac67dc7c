using System.Globalization;
using System.Text.Json;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Reads pricing oracles: hand-made cases with inline expectations, recorded responses, and catalogue sweeps, told apart case by case.</summary>
internal static class OracleReader
{
    /// <exception cref="EvaluationException">The file has no cases, or one is malformed.</exception>
    public static IReadOnlyList<OracleCase> Read(JsonElement file, string path)
    {
        if (file.ValueKind != JsonValueKind.Object || !file.TryGetProperty("cases", out JsonElement cases) || cases.ValueKind != JsonValueKind.Array)
        {
            throw new EvaluationException($"'{path}' has no array 'cases'; use a file like cost_oracle.json, real_responses.json or catalog_sweep.json.");
        }

        return [.. cases.EnumerateArray().Select((each, index) => Case(each, index, path))];
    }

    private static OracleCase Case(JsonElement json, int index, string path)
    {
        string id = NameOf(json, index);
        try
        {
            return Case(json, id);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or EvaluationException)
        {
            throw new EvaluationException($"Case {id} of '{path}' is malformed: {exception.Message}", exception);
        }
    }

    private static OracleCase Case(JsonElement json, string id)
    {
        bool isSweep = OracleJson.TryGet(json, "expected", out JsonElement expected);
        return new OracleCase
        {
            Id = id,
            Usage = OracleJson.Usage(json.GetProperty("usage")),
            Prices = json.GetProperty("prices"),
            Context = Context(OracleJson.TryGet(json, "context", out JsonElement context) ? context : json),
            Total = isSweep ? OracleJson.Money(expected, "total_price") : OracleJson.Money(json, "expectedCostUSD"),
            Input = isSweep ? OracleJson.Money(expected, "input_price") : OracleJson.Money(json, "expectedInputUSD"),
            Output = isSweep ? OracleJson.Money(expected, "output_price") : OracleJson.Money(json, "expectedOutputUSD"),
            Error = OracleJson.Text(json, "expectedError"),
            Provider = OracleJson.Text(json, "provider") ?? "-",
            Model = OracleJson.Text(json, "model") ?? "-",
            ModelId = OracleJson.Text(json, "modelId"),
            ApiFlavor = OracleJson.Text(json, "apiFlavor"),
            RawResponse = OracleJson.TryGet(json, "rawResponse", out JsonElement body) ? body : null,
            IsFromCatalogue = isSweep,
        };
    }

    private static string NameOf(JsonElement json, int index) =>
        json.ValueKind != JsonValueKind.Object ? $"#{index}"
        : OracleJson.Text(json, "id")
            ?? $"#{index} {OracleJson.Text(json, "provider")}/{OracleJson.Text(json, "apiFlavor") ?? "-"} {OracleJson.Text(json, "model")}";

    private static OracleContext Context(JsonElement json) => new()
    {
        Timestamp = OracleJson.Text(json, "timestamp") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
        ServiceTier = OracleJson.Text(json, "serviceTier"),
        Region = OracleJson.Text(json, "region"),
        Multiplier = OracleJson.Money(json, "multiplier"),
        TierRule = new ContextTierRule(
            OracleJson.Text(json, "tierMode") == "graduated" ? ContextTierMode.Graduated : ContextTierMode.WholeRequest,
            Inclusive: OracleJson.TryGet(json, "thresholdInclusive", out JsonElement inclusive) && inclusive.GetBoolean()),
        Adjustment = new PriceAdjustment
        {
            DiscountPercent = OracleJson.Money(json, "discountPercent") ?? 0m,
            MarginPercent = OracleJson.Money(json, "marginPercent") ?? 0m,
            FixedPerCall = OracleJson.Money(json, "marginFixedUSD") ?? 0m,
        },
        Tolerance = OracleJson.Money(json, "toleranceUSD") ?? 0m,
        StreamChunks = OracleJson.TryGet(json, "streamChunks", out JsonElement chunks) ? [.. chunks.EnumerateArray().Select(OracleJson.Usage)] : [],
    };
}
