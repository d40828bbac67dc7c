using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Writes a period as its two ends and the id of its time zone.</summary>
internal sealed class BillingPeriodConverter : JsonConverter<BillingPeriod>
{
    public override BillingPeriod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument json = JsonDocument.ParseValue(ref reader);
        JsonElement period = json.RootElement;
        return BillingPeriod.Between(
            period.GetProperty("from").GetDateTimeOffset(),
            period.GetProperty("to").GetDateTimeOffset(),
            TimeZoneInfo.FindSystemTimeZoneById(period.GetProperty("timeZone").GetString()!));
    }

    public override void Write(Utf8JsonWriter writer, BillingPeriod value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteString("from", value.From);
        writer.WriteString("to", value.To);
        writer.WriteString("timeZone", value.TimeZone.Id);
        writer.WriteEndObject();
    }
}
