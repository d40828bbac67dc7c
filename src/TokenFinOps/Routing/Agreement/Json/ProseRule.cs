using System.Collections.Frozen;
using System.Text.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Tells which properties of an answer explain it instead of deciding anything, by their names, and which strings are prose that cannot be compared.</summary>
/// <remarks>What is not named like an explanation may be the answer, however long it is: it is never left out.</remarks>
internal sealed class ProseRule(int words)
{
    // "damaged" is a reason that decides; "The box was damaged when it came." explains.
    private const int LeastReason = 5;

    private static readonly FrozenSet<string> Explanations = FrozenSet.ToFrozenSet(
        ["reasoning", "explanation", "rationale", "thought", "thoughts", "thinking", "thoughtprocess", "chainofthought", "scratchpad"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Reasons = FrozenSet.ToFrozenSet(["reason", "reasons", "justification", "analysis"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Certainties = FrozenSet.ToFrozenSet(["confidence", "confidencescore", "certainty"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds out whether a property is left out of the comparison.</summary>
    public static bool Covers(JsonProperty property, JsonSchemaView schema) => property.Value.ValueKind switch
    {
        _ when schema.Effective().HasEnum => false,
        JsonValueKind.String => Explains(property.Name, property.Value) || Is(Certainties, property.Name),
        JsonValueKind.Number => Is(Certainties, property.Name),
        JsonValueKind.Array => property.Value.GetArrayLength() > 0 && property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && Explains(property.Name, item)),
        _ => false,
    };

    /// <summary>Finds out whether a string is free prose.</summary>
    public bool IsProse(string text) => WordCount.Of(text) >= words && !CodeText.IsLikely(text);

    private static bool Explains(string name, JsonElement text) =>
        Is(Explanations, name) || (Is(Reasons, name) && WordCount.Of(text.GetString()!) >= LeastReason);

    private static bool Is(FrozenSet<string> names, string name) => names.Contains(FieldNames.Plain(name));
}
