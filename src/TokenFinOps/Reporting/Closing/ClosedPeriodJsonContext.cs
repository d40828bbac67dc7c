using System.Text.Json.Serialization;

namespace TokenFinOps.Reporting.Closing;

/// <summary>The generated reader and writer of closed periods.</summary>
/// <remarks>A property that a later version adds is absent from what was posted before, and is then its type's default: initialisers do not run.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    Converters = [typeof(BillingPeriodConverter), typeof(PlainDecimalConverter)])]
[JsonSerializable(typeof(ClosedPeriodDocument))]
internal sealed partial class ClosedPeriodJsonContext : JsonSerializerContext;
