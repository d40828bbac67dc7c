using System.Collections.Frozen;
using System.Text.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Chooses what of a JSON answer is compared, and writes it.</summary>
internal sealed class AnswerFields(AnswerComparerOptions options)
{
    private static readonly FrozenSet<string> Answers = FrozenSet.ToFrozenSet(
        ["answer", "finalanswer", "result", "output", "label", "choice", "prediction", "class", "category", "verdict"],
        StringComparer.OrdinalIgnoreCase);

    private readonly ProseRule _prose = new(options.ProseWords);
    private readonly AnswerStrings _argumentStrings = options.Strings == AnswerStrings.Auto ? AnswerStrings.Exact : options.Strings;

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

    /// <summary>Finds out whether a document says in its answer, or anywhere at its root, that there is none.</summary>
    public static bool HasNoAnswer(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(static property => property.Value.ValueKind switch
        {
            JsonValueKind.Null => Answers.Contains(FieldNames.Plain(property.Name)),
            JsonValueKind.String => Refusals.Begins(property.Value.GetString()!) || (Answers.Contains(FieldNames.Plain(property.Name)) && NoAnswers.Is(property.Value.GetString()!)),
            _ => false,
        });

    /// <returns>The canonical form, or <see langword="null"/> when nothing decides, or prose does.</returns>
    public string? Read(JsonElement root, JsonSchemaView schema)
    {
        if (root.ValueKind == JsonValueKind.Object && !options.ComparedFields.IsEmpty)
        {
            return ReadCompared(root, schema.Effective());
        }

        var json = new CanonicalJson(options, _prose, options.Strings);
        string written = json.Write(root, schema);
        return json.IsComparable ? written : null;
    }

    public string ReadArguments(JsonElement arguments, JsonSchemaView schema) => new CanonicalJson(options, null, _argumentStrings).Write(arguments, schema);

    public string ReadLiteral(JsonElement value) => new CanonicalJson(options, null, AnswerStrings.Exact).Write(value, default);

    private bool Decides(JsonProperty property) =>
        options.ComparedFields.IsEmpty
            ? property.Value.ValueKind != JsonValueKind.Null
                && !options.IgnoredFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
                && !ProseRule.Covers(property, default)
            : options.ComparedFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase);

    private string? ReadCompared(JsonElement root, JsonSchemaView schema)
    {
        var compared = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject().Where(Decides))
        {
            compared[property.Name.ToUpperInvariant()] = new CanonicalJson(options, null, options.Strings).Write(property.Value, schema.Property(property.Name));
        }

        return compared.Count == 0 ? null : "{" + string.Join(',', compared.Select(static pair => JsonQuoting.Quote(pair.Key) + ":" + pair.Value)) + "}";
    }
}
