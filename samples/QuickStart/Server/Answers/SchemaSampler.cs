using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QuickStart.Server.Answers;

/// <summary>Writes JSON that satisfies a schema, with values taken from the question where they fit.</summary>
internal sealed class SchemaSampler(JsonElement root, string question, Random random)
{
    private const int DeepEnough = 12;

    private readonly SchemaReader _reader = new(root);

    public static string Sample(JsonElement schema, string question, Random random)
    {
        var sampler = new SchemaSampler(schema, question, random);
        return Encoding.UTF8.GetString(WireJson.Write(writer => sampler.Write(writer, schema, string.Empty, 0)));
    }

    private void Write(Utf8JsonWriter writer, JsonElement declared, string name, int depth)
    {
        JsonElement schema = _reader.Resolve(declared);
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepEnough)
        {
            writer.WriteNullValue();
            return;
        }

        if (schema.TryGetProperty("const", out JsonElement constant))
        {
            constant.WriteTo(writer);
        }
        else if (schema.TryGetProperty("enum", out JsonElement choices) && choices.GetArrayLength() > 0)
        {
            Choose(choices).WriteTo(writer);
        }
        else
        {
            WriteTyped(writer, schema, name, depth);
        }
    }

    private void WriteTyped(Utf8JsonWriter writer, JsonElement schema, string name, int depth)
    {
        switch (SchemaReader.TypeOf(schema))
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
        int least = SchemaReader.Bound(schema, "minItems") is { } min ? (int)min : 1;
        int most = SchemaReader.Bound(schema, "maxItems") is { } max ? (int)max : Math.Max(least, 3);
        writer.WriteStartArray();
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            for (int count = random.Next(least, most + 1); count > 0; count--)
            {
                Write(writer, items, name, depth + 1);
            }
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
        decimal least = SchemaReader.Bound(schema, "minimum") ?? 0;
        decimal most = SchemaReader.Bound(schema, "maximum") ?? Math.Max(least, name.Contains("confidence", StringComparison.OrdinalIgnoreCase) ? 1 : 1_000);
        bool inQuestion = decimal.TryParse(Words.Number(question), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number);
        return inQuestion && number >= least && number <= most ? number : decimal.Round(least + ((most - least) * random.Next(1, 100) / 100), 2);
    }

    private string Text(JsonElement schema, string name)
    {
        string format = schema.TryGetProperty("format", out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;
        string key = name.ToUpperInvariant();
        return key switch
        {
            _ when format.StartsWith("date", StringComparison.Ordinal) => Date(),
            _ when key.Contains("DATE", StringComparison.Ordinal) => Date(),
            _ when key.EndsWith("ID", StringComparison.Ordinal) => Identifier(),
            _ when key.Contains("NUMBER", StringComparison.Ordinal) => Identifier(),
            _ when key.Contains("CURRENCY", StringComparison.Ordinal) => "EUR",
            _ when key.EndsWith("NAME", StringComparison.Ordinal) || key is "CUSTOMER" or "SUPPLIER" or "VENDOR" => Words.Name(question) ?? "Northwind",
            _ when key is "TAG" or "TAGS" or "KEYWORDS" or "CATEGORY" or "TOPIC" => SalientWord(),
            _ => Prose.Sentence(Topic.For(new HashSet<string>(Words.Content(question))), random),
        };
    }

    private string Date() => $"2026-{random.Next(1, 13):00}-{random.Next(1, 29):00}";

    private string Identifier() => Words.Identifier(question) ?? $"A-{random.Next(1_000, 10_000)}";

    private string SalientWord()
    {
        string[] words = [.. Words.Content(question).Distinct().Where(static word => word.Length > 4)];
        return words.Length > 0 ? words[random.Next(words.Length)] : "general";
    }
}
