using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QuickStart.Server.Answers;

/// <summary>Writes JSON that satisfies a schema, with values taken from the question where they fit.</summary>
/// <remarks>Knows types, properties, items, enum, const, anyOf, oneOf, allOf of one, <c>$ref</c> into the same document, and bounds of numbers and arrays.</remarks>
internal sealed class SchemaSampler(JsonElement root, string question, Random random)
{
    private const int DeepEnough = 12;

    public static string Sample(JsonElement schema, string question, Random random)
    {
        var sampler = new SchemaSampler(schema, question, random);
        return Encoding.UTF8.GetString(WireJson.Write(writer => sampler.Write(writer, schema, string.Empty, 0)));
    }

    private void Write(Utf8JsonWriter writer, JsonElement declared, string name, int depth)
    {
        JsonElement schema = Resolve(declared);
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepEnough)
        {
            writer.WriteNullValue();
            return;
        }

        if (schema.TryGetProperty("const", out JsonElement constant))
            constant.WriteTo(writer);
        else if (schema.TryGetProperty("enum", out JsonElement choices) && choices.GetArrayLength() > 0)
            Choose(choices).WriteTo(writer);
        else
            WriteTyped(writer, schema, name, depth);
    }

    private void WriteTyped(Utf8JsonWriter writer, JsonElement schema, string name, int depth)
    {
        switch (TypeOf(schema))
        {
            case "object":
                WriteObject(writer, schema, depth);
                break;
            case "array":
                WriteArray(writer, schema, name, depth);
                break;
            case "integer":
                writer.WriteNumberValue(decimal.Truncate(Number(schema, name)));
                break;
            case "number":
                writer.WriteNumberValue(Number(schema, name));
                break;
            case "boolean":
                writer.WriteBooleanValue(random.Next(2) == 0);
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(Text(schema, name));
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartObject();
        if (schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value, property.Name, depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter writer, JsonElement schema, string name, int depth)
    {
        int least = Bound(schema, "minItems") is { } min ? (int)min : 1;
        int most = Bound(schema, "maxItems") is { } max ? (int)max : Math.Max(least, 3);
        writer.WriteStartArray();
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            for (int count = random.Next(least, most + 1); count > 0; count--)
                Write(writer, items, name, depth + 1);
        }

        writer.WriteEndArray();
    }

    private JsonElement Choose(JsonElement choices)
    {
        JsonElement[] all = [.. choices.EnumerateArray()];
        int mentioned = Array.FindIndex(all, choice =>
            choice.ValueKind == JsonValueKind.String && question.Contains(choice.GetString()!, StringComparison.OrdinalIgnoreCase));
        return all[mentioned >= 0 ? mentioned : random.Next(all.Length)];
    }

    private decimal Number(JsonElement schema, string name)
    {
        decimal least = Bound(schema, "minimum") ?? 0;
        decimal most = Bound(schema, "maximum") ?? Math.Max(least, name.Contains("confidence", StringComparison.OrdinalIgnoreCase) ? 1 : 1_000);
        bool inQuestion = decimal.TryParse(Words.Number(question), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number);
        return inQuestion && number >= least && number <= most ? number : decimal.Round(least + ((most - least) * random.Next(1, 100) / 100), 2);
    }

    private string Text(JsonElement schema, string name)
    {
        string format = schema.TryGetProperty("format", out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;
        string key = name.ToUpperInvariant();
        return key switch
        {
            _ when format.StartsWith("date", StringComparison.Ordinal) || key.Contains("DATE", StringComparison.Ordinal) => $"2026-{random.Next(1, 13):00}-{random.Next(1, 29):00}",
            _ when key.EndsWith("ID", StringComparison.Ordinal) || key.Contains("NUMBER", StringComparison.Ordinal) => Words.Identifier(question) ?? $"A-{random.Next(1_000, 10_000)}",
            _ when key.Contains("CURRENCY", StringComparison.Ordinal) => "EUR",
            _ when key.EndsWith("NAME", StringComparison.Ordinal) || key is "CUSTOMER" or "SUPPLIER" or "VENDOR" => Words.Name(question) ?? "Northwind",
            _ when key is "TAG" or "TAGS" or "KEYWORDS" or "CATEGORY" or "TOPIC" => SalientWord(),
            _ => Prose.Sentence(Topic.For(new HashSet<string>(Words.Content(question))), random),
        };
    }

    private string SalientWord()
    {
        string[] words = [.. Words.Content(question).Distinct().Where(static word => word.Length > 4)];
        return words.Length > 0 ? words[random.Next(words.Length)] : "general";
    }

    private JsonElement Resolve(JsonElement schema)
    {
        for (int hops = 0; hops < DeepEnough && schema.ValueKind == JsonValueKind.Object; hops++)
        {
            if (schema.TryGetProperty("$ref", out JsonElement reference))
                schema = Follow(reference.GetString() ?? "#");
            else if (FirstAlternative(schema) is { } alternative)
                schema = alternative;
            else
                break;
        }

        return schema;
    }

    private JsonElement Follow(string reference)
    {
        JsonElement target = root;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(step, out target))
                throw ApiException.BadRequest($"Invalid schema: the reference '{reference}' leads nowhere.", "response_format", "invalid_value");
        }

        return target;
    }

    private static JsonElement? FirstAlternative(JsonElement schema)
    {
        foreach (string keyword in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(keyword, out JsonElement alternatives) && alternatives.ValueKind == JsonValueKind.Array && alternatives.GetArrayLength() > 0)
                return alternatives.EnumerateArray().FirstOrDefault(static one => TypeOf(one) != "null");
        }

        return null;
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out JsonElement type))
            return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out _) ? "object" : "string";

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(static one => one.GetString()).FirstOrDefault(static one => one != "null") ?? "null"
            : type.GetString() ?? "string";
    }

    private static decimal? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement bound) && bound.TryGetDecimal(out decimal value) ? value : null;
}
