using System.Collections.Frozen;
using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Chooses what of a JSON answer is compared, and writes it.</summary>
internal sealed class AnswerFields(AnswerComparerOptions options)
{
    private static readonly FrozenSet<string> Answers = FrozenSet.ToFrozenSet(
        ["answer", "finalanswer", "result", "output", "label", "choice", "prediction", "class", "category", "verdict"],
        StringComparer.OrdinalIgnoreCase);

    private readonly ProseRule _prose = new(options.ProseWords);

    /// <summary>Gets the only field that decides, when it is named like an answer and holds a text, a number or a truth.</summary>
    public static JsonElement? OnlyAnswer(JsonElement root, AnswerFields fields)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty[] deciding = [.. root.EnumerateObject().Where(fields.Decides)];
        return deciding is [var only] && Answers.Contains(FieldNames.Plain(only.Name)) && only.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            ? only.Value
            : null;
    }

    /// <returns>The canonical form, or <see langword="null"/> when nothing decides.</returns>
    public string? Read(JsonElement root, JsonSchemaView schema)
    {
        if (root.ValueKind == JsonValueKind.Object && !options.ComparedFields.IsEmpty)
        {
            return ReadCompared(root, schema.Effective());
        }

        var json = new CanonicalJson(options, _prose, exactStrings: false);
        string written = json.Write(root, schema);
        return json.IsOnlyProse ? null : written;
    }

    public string ReadArguments(JsonElement arguments, JsonSchemaView schema) => new CanonicalJson(options, null, exactStrings: false).Write(arguments, schema);

    public string ReadLiteral(JsonElement value) => new CanonicalJson(options, null, exactStrings: true).Write(value, default);

    private bool Decides(JsonProperty property) =>
        options.ComparedFields.IsEmpty
            ? property.Value.ValueKind != JsonValueKind.Null
                && !options.IgnoredFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
                && !_prose.Covers(property, default)
            : options.ComparedFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase);

    private string? ReadCompared(JsonElement root, JsonSchemaView schema)
    {
        var compared = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject().Where(Decides))
        {
            compared[property.Name.ToUpperInvariant()] = new CanonicalJson(options, null, exactStrings: false).Write(property.Value, schema.Property(property.Name));
        }

        return compared.Count == 0 ? null : "{" + string.Join(',', compared.Select(static pair => JsonQuoting.Quote(pair.Key) + ":" + pair.Value)) + "}";
    }
}
