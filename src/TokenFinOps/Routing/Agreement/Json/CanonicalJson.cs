using System.Text;
using System.Text.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Writes JSON by what it says: sorted properties, exact numbers, no defaults and no nulls that stand for them, strings by their words or letter by letter.</summary>
/// <param name="options">How answers are read.</param>
/// <param name="prose">Tells which properties are prose, or <see langword="null"/> to write them all.</param>
/// <param name="strings">How strings are written.</param>
internal sealed class CanonicalJson(AnswerComparerOptions options, ProseRule? prose, AnswerStrings strings)
{
    // Far more than a document may nest; a schema's default may be as deep as its maker likes.
    private const int Deepest = 256;

    private int _decisive;
    private int _depth;
    private bool _hasProse;

    /// <summary>Gets a value indicating whether something was written that decides, and no free prose with it.</summary>
    public bool IsComparable => _decisive > 0 && !_hasProse;

    /// <summary>Gets a value indicating whether properties that have their default are written, too.</summary>
    private bool KeepsDefaults { get; init; }

    public string Write(JsonElement value, JsonSchemaView schema)
    {
        if (_depth == Deepest)
        {
            return value.GetRawText();
        }

        _depth++;
        string written = WriteKnown(value, schema.Effective());
        _depth--;
        return written;
    }

    private string WriteKnown(JsonElement value, JsonSchemaView schema)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return WriteObject(value, schema);
        }

        _decisive += value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && NoAnswers.Is(value.GetString()!)) ? 0 : 1;
        return value.ValueKind == JsonValueKind.Array ? WriteArray(value, schema) : Scalar(value, schema);
    }

    private string WriteObject(JsonElement value, JsonSchemaView schema)
    {
        var written = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            // Of two properties with one name the last counts, as it does for every reader.
            written.Remove(property.Name);
            if (WriteProperty(property, schema.Property(property.Name)) is { } text)
            {
                written[property.Name] = text;
            }
        }

        var all = new StringBuilder("{");
        foreach ((string name, string text) in written)
        {
            all.Append(all.Length > 1 ? "," : string.Empty).Append(JsonQuoting.Quote(name)).Append(':').Append(text);
        }

        return all.Append('}').ToString();
    }

    private string? WriteProperty(JsonProperty property, JsonSchemaView schema)
    {
        bool isLeftOut = StandsForNothing(property.Value, schema)
            || options.IgnoredFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
            || (prose is not null && ProseRule.Covers(property, schema));
        if (isLeftOut)
        {
            return null;
        }

        string text = Write(property.Value, schema);
        return !KeepsDefaults && IsDefault(property.Value, text, schema) ? null : text;
    }

    // Null is what is left out only where nothing else stands for what is left out.
    private static bool StandsForNothing(JsonElement value, JsonSchemaView schema) =>
        value.ValueKind == JsonValueKind.Null && !schema.IsUnknown && schema.Default.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    // The default is written in full: one that holds a value of its own schema would be compared with its own default without end.
    private bool IsDefault(JsonElement value, string text, JsonSchemaView schema) =>
        schema.Default is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } usual
        && (usual.ValueKind is JsonValueKind.Object or JsonValueKind.Array) == (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        && new CanonicalJson(options, null, strings) { KeepsDefaults = true }.Write(usual, schema) == text;

    private string WriteArray(JsonElement value, JsonSchemaView schema)
    {
        JsonSchemaView items = schema.Items;
        string[] written = [.. value.EnumerateArray().Select(item => Write(item, items))];
        if (options.UnorderedArrays)
        {
            Array.Sort(written, StringComparer.Ordinal);
        }

        return "[" + string.Join(',', written) + "]";
    }

    private string Scalar(JsonElement value, JsonSchemaView schema) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value.GetString()!, schema),

        // As the model spelled it: "3/2" is not what 1.5 becomes.
        JsonValueKind.Number when (schema.Types & (JsonTypes.Number | JsonTypes.Integer)) == 0 && schema.Types.HasFlag(JsonTypes.String) => JsonQuoting.Quote(value.GetRawText()),
        JsonValueKind.Number => Number(value.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private string Text(string text, JsonSchemaView schema)
    {
        string trimmed = text.Trim();
        if (TakesNumbers(schema) && ExactNumber.TryParse(trimmed, out ExactNumber number))
        {
            return number.Rounded(options.Decimals).ToString();
        }

        if ((schema.Types & (JsonTypes.Boolean | JsonTypes.String)) == JsonTypes.Boolean && bool.TryParse(trimmed, out bool flag))
        {
            return flag ? "true" : "false";
        }

        _hasProse |= prose is not null && !schema.HasEnum && prose.IsProse(text);
        return JsonQuoting.Quote(StringForm.Of(text, strings));
    }

    // Schemas that .NET generates allow a number to be written as a string with a pattern: it is the number. In other unions "007" is a string, and no 7.
    private static bool TakesNumbers(JsonSchemaView schema) =>
        (schema.Types & (JsonTypes.Number | JsonTypes.Integer)) != 0
        && (!schema.Types.HasFlag(JsonTypes.String) || schema.Get("pattern") is { ValueKind: JsonValueKind.String } pattern && pattern.GetString()!.StartsWith("^-?", StringComparison.Ordinal));

    private string Number(string raw) => ExactNumber.TryParse(raw, out ExactNumber number) ? number.Rounded(options.Decimals).ToString() : raw;
}
