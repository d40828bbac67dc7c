using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads and writes match rules as genai-prices has them: <c>{"starts_with": "…"}</c>, <c>{"or": […]}</c>.</summary>
internal static class MatchRuleJson
{
    private static readonly (MatchRuleKind Kind, string Key)[] Keys =
    [
        (MatchRuleKind.EqualTo, "equals"),
        (MatchRuleKind.StartsWith, "starts_with"),
        (MatchRuleKind.EndsWith, "ends_with"),
        (MatchRuleKind.Contains, "contains"),
        (MatchRuleKind.Pattern, "regex"),
        (MatchRuleKind.AnyOf, "or"),
        (MatchRuleKind.AllOf, "and"),
    ];

    /// <summary>Reads a rule.</summary>
    /// <exception cref="FormatException">It is not a rule.</exception>
    public static MatchRule Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1)
        {
            throw new FormatException("a match rule is an object with one property such as starts_with");
        }

        JsonProperty property = element.EnumerateObject().First();
        foreach ((MatchRuleKind kind, string key) in Keys)
        {
            if (property.NameEquals(key))
            {
                return kind is MatchRuleKind.AnyOf or MatchRuleKind.AllOf ? OfRules(kind, property.Value) : OfText(kind, property.Value);
            }
        }

        throw new FormatException($"'{property.Name}' is no match rule");
    }

    public static void Write(Utf8JsonWriter writer, MatchRule rule)
    {
        string key = Array.Find(Keys, entry => entry.Kind == rule.Kind).Key;
        writer.WriteStartObject();
        if (rule.Rules.IsEmpty)
        {
            writer.WriteString(key, rule.Text);
        }
        else
        {
            writer.WriteStartArray(key);
            foreach (MatchRule inner in rule.Rules)
            {
                Write(writer, inner);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static MatchRule OfText(MatchRuleKind kind, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            throw new FormatException("a match rule needs a text");
        }

        try
        {
            return kind switch
            {
                MatchRuleKind.EqualTo => MatchRule.EqualTo(text),
                MatchRuleKind.StartsWith => MatchRule.StartsWith(text),
                MatchRuleKind.EndsWith => MatchRule.EndsWith(text),
                MatchRuleKind.Contains => MatchRule.Contains(text),
                _ => MatchRule.Pattern(text),
            };
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    private static MatchRule OfRules(MatchRuleKind kind, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw new FormatException("'or' and 'and' need a list of match rules");
        }

        MatchRule[] rules = [.. value.EnumerateArray().Select(Read)];
        return kind == MatchRuleKind.AnyOf ? MatchRule.AnyOf(rules) : MatchRule.AllOf(rules);
    }
}
