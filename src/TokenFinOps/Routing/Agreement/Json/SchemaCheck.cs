using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Checks a value against the part of JSON Schema that Microsoft.Extensions.AI generates and tools use: types, enumerations, properties, items, choices and limits.</summary>
internal sealed class SchemaCheck
{
    // Schemas whose choices refer to themselves could be tried without end; what is not decided by then passes.
    private const int MostSteps = 100_000;
    private const int Deepest = 64;

    private int _steps;

    private SchemaCheck()
    {
    }

    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public static string? Fault(JsonElement value, JsonSchemaView schema) => new SchemaCheck().Check(value, schema, "the root", 0);

    private string? Check(JsonElement value, JsonSchemaView schema, string where, int depth)
    {
        if (schema.IsUnknown || depth == Deepest || ++_steps > MostSteps)
        {
            return null;
        }

        return CheckType(value, schema, where)
            ?? CheckEnum(value, schema, where)
            ?? CheckChoices(value, schema, where, depth)
            ?? SchemaLimits.Fault(value, schema, where)
            ?? value.ValueKind switch
            {
                JsonValueKind.Object => CheckObject(value, schema, where, depth),
                JsonValueKind.Array => CheckItems(value, schema, where, depth),
                _ => null,
            };
    }

    private static string? CheckType(JsonElement value, JsonSchemaView schema, string where)
    {
        JsonTypes allowed = schema.Types;
        return allowed == JsonTypes.None || (allowed & TypesOf(value)) != 0 ? null : $"{where} has the wrong type";
    }

    private static JsonTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.Object => JsonTypes.Object,
        _ => value.TryGetDecimal(out decimal number) && number != decimal.Truncate(number) ? JsonTypes.Number : JsonTypes.Number | JsonTypes.Integer,
    };

    private static string? CheckEnum(JsonElement value, JsonSchemaView schema, string where)
    {
        if (schema.HasEnum && !schema.Get("enum").EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)))
        {
            return $"{where} is none of the allowed values";
        }

        return schema.Get("const") is { ValueKind: not JsonValueKind.Undefined } only && !JsonElement.DeepEquals(only, value) ? $"{where} is not the allowed value" : null;
    }

    private string? CheckChoices(JsonElement value, JsonSchemaView schema, string where, int depth)
    {
        foreach (string keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            JsonElement branches = schema.Get(keyword);
            if (branches.ValueKind == JsonValueKind.Array && !branches.EnumerateArray().Any(branch => Check(value, schema.At(branch), where, depth + 1) is null))
            {
                return $"{where} is none of the allowed forms";
            }
        }

        JsonElement all = schema.Get("allOf");
        return all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().Select(branch => Check(value, schema.At(branch), where, depth + 1)).FirstOrDefault(static fault => fault is not null) : null;
    }

    private string? CheckObject(JsonElement value, JsonSchemaView schema, string where, int depth)
    {
        if (schema.Get("required") is { ValueKind: JsonValueKind.Array } required)
        {
            foreach (JsonElement name in required.EnumerateArray())
            {
                if (name.ValueKind == JsonValueKind.String && !value.TryGetProperty(name.GetString()!, out _))
                {
                    return $"'{name.GetString()}' is missing";
                }
            }
        }

        JsonElement others = schema.Get("additionalProperties");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string? fault = schema.HasProperty(property.Name) ? Check(property.Value, schema.Property(property.Name), $"'{property.Name}'", depth + 1)
                : others.ValueKind == JsonValueKind.False ? $"{where} has a property that the schema lacks"
                : Check(property.Value, schema.At(others), $"a property of {where}", depth + 1);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private string? CheckItems(JsonElement value, JsonSchemaView schema, string where, int depth)
    {
        JsonSchemaView items = schema.Items;
        return items.IsUnknown ? null : value.EnumerateArray().Select(item => Check(item, items, $"an item of {where}", depth + 1)).FirstOrDefault(static fault => fault is not null);
    }
}
