using System.Text;
using System.Text.Json;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>A place in a JSON body: property names, and array items chosen by the value of one of their fields.</summary>
/// <remarks>Written as <c>usage.details</c> and <c>details[modality=TEXT].tokenCount</c>. Names are exact; a field's value is compared without regard to case.</remarks>
internal sealed class UsagePath
{
    private readonly string _text;
    private readonly Step[] _steps;

    private UsagePath(string text)
    {
        _text = text;
        _steps = [.. text.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Parse)];
    }

    public static implicit operator UsagePath(string text) => new(text);

    /// <summary>Finds the value.</summary>
    /// <returns><see langword="false"/> when it, or something on the way to it, is missing, null or of another type.</returns>
    public bool TryFind(JsonElement from, out JsonElement value)
    {
        value = from;
        foreach (Step step in _steps)
        {
            if (!step.TryTake(value, out value))
            {
                return false;
            }
        }

        return value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    public string? FindText(JsonElement from) =>
        TryFind(from, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public override string ToString() => _text;

    private static IEnumerable<Step> Parse(string part)
    {
        int bracket = part.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return [new Step(part, null)];
        }

        string[] condition = part[(bracket + 1)..^1].Split('=');
        return [new Step(part[..bracket], null), new Step(condition[0], condition[1])];
    }

    private readonly struct Step(string name, string? wanted)
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

        public bool TryTake(JsonElement from, out JsonElement value)
        {
            value = default;
            return wanted is null
                ? from.ValueKind == JsonValueKind.Object && from.TryGetProperty(_name, out value)
                : from.ValueKind == JsonValueKind.Array && TryChoose(from, out value);
        }

        private bool TryChoose(JsonElement items, out JsonElement chosen)
        {
            foreach (JsonElement item in items.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object
                    && item.TryGetProperty(_name, out JsonElement field)
                    && field.ValueKind == JsonValueKind.String
                    && string.Equals(field.GetString(), wanted, StringComparison.OrdinalIgnoreCase))
                {
                    chosen = item;
                    return true;
                }
            }

            chosen = default;
            return false;
        }
    }
}
