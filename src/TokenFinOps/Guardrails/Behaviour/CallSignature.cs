using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Takes the hash of what a call asks for: the tool and its arguments as JSON, whatever their order, without what says nothing.</summary>
/// <remarks>Left out are arguments that are ignored by name, those that are null, and nonces and moments that the model made up for the call.</remarks>
internal sealed class CallSignature(ArgumentNames ignored)
{
    private const int Deepest = 64;

    public ulong Of(FunctionCallContent call, KnownIds known)
    {
        var print = default(Fingerprint);
        print.Add(call.Name);
        ulong sum = 0;
        foreach ((string name, object? value) in call.Arguments ?? (IEnumerable<KeyValuePair<string, object?>>)[])
        {
            sum += Property(name, JsonValues.ToElement(value), known, 0);
        }

        print.Add(sum);
        return print.Value;
    }

    // Properties are added up, which does not depend on their order.
    private ulong Property(string name, JsonElement value, KnownIds known, int depth)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || ignored.Contains(name))
        {
            return 0;
        }

        var print = default(Fingerprint);
        print.Add(name);
        print.Add(Value(value, known, depth));
        return print.Value;
    }

    private ulong Value(JsonElement value, KnownIds known, int depth)
    {
        var print = default(Fingerprint);
        print.Add((ulong)value.ValueKind);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == Deepest:
                print.Add(value.GetRawText());
                break;
            case JsonValueKind.Object:
                print.Add(value.EnumerateObject().Aggregate(0UL, (sum, property) => sum + Property(property.Name, property.Value, known, depth + 1)));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    print.Add(Value(item, known, depth + 1));
                }

                break;
            case JsonValueKind.String:
                AddText(ref print, value.GetString(), known);
                break;
            case JsonValueKind.Number:
                AddText(ref print, Canonical(value), known);
                break;
        }

        return print.Value;
    }

    private static string Canonical(JsonElement number) =>
        number.TryGetDecimal(out decimal exact) ? exact.ToString("G29", CultureInfo.InvariantCulture) : number.GetRawText();

    private static void AddText(ref Fingerprint print, ReadOnlySpan<char> text, KnownIds known)
    {
        var tokens = new TextTokens(text.Trim());
        while (tokens.MoveNext())
        {
            bool isBlank = tokens.Kind == TextToken.Space || (tokens.Kind == TextToken.Number && known.IsMadeUp(tokens.Current));
            print.Add(isBlank ? " " : tokens.Current);
        }
    }
}
