using System.Text.Json;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary>Writes a price into an open JSON object.</summary>
internal static class PriceJson
{
    public static void Write(Utf8JsonWriter writer, QuotedPrice price)
    {
        WriteKey(writer, price);
        writer.WriteNumber("price", price.Amount);
    }

    public static void WriteKey(Utf8JsonWriter writer, QuotedPrice price)
    {
        writer.WriteString("provider", price.Provider);
        writer.WriteString("model", price.Model);
        writer.WriteString("tier", price.Tier);
        writer.WriteString("kind", price.Kind.Name());
        writer.WriteNumber("above_tokens", price.Threshold);
        writer.WriteString("currency", price.Currency);
        writer.WriteNumber("per", price.Per);
    }
}
