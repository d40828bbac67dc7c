using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>What the description of a function costs with OpenAI's models, which see it as a TypeScript signature.</summary>
/// <remarks>
/// The numbers are those of the OpenAI cookbook, "How to count tokens with tiktoken", section 7, which reproduces what the API bills for functions with
/// flat parameters; nested objects are counted by the same rule, one level after the other. Stateless and thread-safe.
/// </remarks>
internal static class OpenAiFunctions
{
    /// <summary>What any number of functions costs, once.</summary>
    public const int Closing = 12;

    private const int Properties = 3;
    private const int Property = 3;
    private const int Enumeration = -3;
    private const int EnumerationItem = 3;
    private const int DeepestNesting = 16;

    /// <summary>Counts a function.</summary>
    public static TokenCount Count(AIFunctionDeclaration function, in FamilyCounter text)
    {
        bool isOlder = text.Family == TokenizerFamily.Cl100k;
        TokenCount count = TokenCount.Exactly(isOlder ? 10 : 7) + text.Count($"{function.Name}:{WithoutStop(function.Description)}");
        count += Parameters(function.JsonSchema, text, depth: 0);
        return TokenCount.About(count.Tokens, (1.15 * count.AtMost) + 5);
    }

    private static TokenCount Parameters(JsonElement schema, in FamilyCounter text, int depth)
    {
        if (depth > DeepestNesting || !TryGet(schema, "properties", JsonValueKind.Object, out JsonElement properties))
        {
            return TokenCount.Zero;
        }

        TokenCount count = TokenCount.Zero;
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            count += count == TokenCount.Zero ? TokenCount.Exactly(Properties) : TokenCount.Zero;
            count += TokenCount.Exactly(Property);
            count += Values(property.Value, text);
            count += text.Count($"{property.Name}:{TypeOf(property.Value)}:{WithoutStop(Text(property.Value, "description"))}");
            count += Parameters(property.Value, text, depth + 1);
            count += TryGet(property.Value, "items", JsonValueKind.Object, out JsonElement items) ? Parameters(items, text, depth + 1) : TokenCount.Zero;
        }

        return count;
    }

    private static TokenCount Values(JsonElement property, in FamilyCounter text)
    {
        if (!TryGet(property, "enum", JsonValueKind.Array, out JsonElement values))
        {
            return TokenCount.Zero;
        }

        TokenCount count = TokenCount.Zero;
        foreach (JsonElement value in values.EnumerateArray())
        {
            count += TokenCount.Exactly(EnumerationItem) + text.Count(value.ToString());
        }

        return count.Tokens + Enumeration < 0 ? TokenCount.Zero : new(count.Tokens + Enumeration, count.AtMost + Enumeration);
    }

    // A type may be a list of types, and a schema may have none.
    private static string TypeOf(JsonElement property) => property.ValueKind == JsonValueKind.Object && property.TryGetProperty("type", out JsonElement type) ? type.ToString() : "any";

    private static string Text(JsonElement element, string name) =>
        TryGet(element, name, JsonValueKind.String, out JsonElement text) ? text.GetString() ?? string.Empty : string.Empty;

    private static bool TryGet(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static string WithoutStop(string text) => text.EndsWith('.') ? text[..^1] : text;
}
