using System.Text;
using System.Text.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Writes JSON by what it says: sorted properties, exact numbers, no nulls and no defaults, strings by their words or letter by letter.</summary>
/// <param name="options">How answers are read.</param>
/// <param name="prose">Tells which properties are prose, or <see langword="null"/> to write them all.</param>
/// <param name="exactStrings">Case and spaces of strings count.</param>
internal sealed class CanonicalJson(AnswerComparerOptions options, ProseRule? prose, bool exactStrings)
{
    private int _decisive;

    private int _dropped;

    /// <summary>Gets a value indicating whether prose was left out and nothing else was there.</summary>
    public bool IsOnlyProse => _dropped > 0 && _decisive == 0;

    public string Write(JsonElement value, JsonSchemaView schema)
    {
        JsonSchemaView known = schema.Effective();
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteObject(value, known);
            case JsonValueKind.Array:
                return WriteArray(value, known);
            default:
                _decisive++;
                return Scalar(value, known.Types);
        }
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
        if (property.Value.ValueKind == JsonValueKind.Null || options.IgnoredFields.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (prose?.Covers(property, schema) == true)
        {
            _dropped++;
            return null;
        }

        string text = Write(property.Value, schema);
        return IsDefault(text, schema) ? null : text;
    }

    private bool IsDefault(string text, JsonSchemaView schema) =>
        schema.Default is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } usual && new CanonicalJson(options, null, exactStrings).Write(usual, schema) == text;

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

    private string Scalar(JsonElement value, JsonTypes types) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value.GetString()!, types),
        JsonValueKind.Number when (types & (JsonTypes.Number | JsonTypes.Integer)) == 0 && types.HasFlag(JsonTypes.String) => JsonQuoting.Quote(Number(value.GetRawText())),
        JsonValueKind.Number => Number(value.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    // Schemas that .NET generates allow a number to be written as a string, too: it is the number.
    private string Text(string text, JsonTypes types)
    {
        string trimmed = text.Trim();
        if ((types & (JsonTypes.Number | JsonTypes.Integer)) != 0 && ExactNumber.TryParse(trimmed, out ExactNumber number))
        {
            return number.Rounded(options.Decimals).ToString();
        }

        if (types.HasFlag(JsonTypes.Boolean) && bool.TryParse(trimmed, out bool flag))
        {
            return flag ? "true" : "false";
        }

        return JsonQuoting.Quote(exactStrings ? text : TextFolding.Fold(text));
    }

    private string Number(string raw) => ExactNumber.TryParse(raw, out ExactNumber number) ? number.Rounded(options.Decimals).ToString() : raw;
}
