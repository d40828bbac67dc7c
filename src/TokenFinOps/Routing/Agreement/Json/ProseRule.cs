using System.Collections.Frozen;
using System.Text.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Tells which properties of an answer explain it instead of deciding anything: long strings, and those named like an explanation or like how sure the model is.</summary>
internal sealed class ProseRule(int words)
{
    private static readonly FrozenSet<string> Explanations = FrozenSet.ToFrozenSet(
        ["reasoning", "reason", "reasons", "explanation", "rationale", "thought", "thoughts", "thinking", "thoughtprocess", "chainofthought", "justification", "analysis", "scratchpad"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Certainties = FrozenSet.ToFrozenSet(["confidence", "confidencescore", "certainty"], StringComparer.OrdinalIgnoreCase);

    public bool Covers(JsonProperty property, JsonSchemaView schema) => property.Value.ValueKind switch
    {
        _ when schema.Effective().HasEnum => false,
        JsonValueKind.String => IsLong(property.Value.GetString()!) || Is(Explanations, property.Name) || Is(Certainties, property.Name),
        JsonValueKind.Number => Is(Certainties, property.Name),
        JsonValueKind.Array => Is(Explanations, property.Name) && property.Value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String),
        _ => false,
    };

    private static bool Is(FrozenSet<string> names, string name) => names.Contains(FieldNames.Plain(name));

    private bool IsLong(string text) => WordCount.Of(text) >= words;
}
