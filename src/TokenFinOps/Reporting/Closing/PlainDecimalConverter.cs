using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Writes amounts without needless zeros, so that equal amounts are equal texts.</summary>
internal sealed class PlainDecimalConverter : JsonConverter<decimal>
{
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(Plain(value));
}
