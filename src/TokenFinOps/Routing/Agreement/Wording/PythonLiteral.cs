using System.Globalization;
using System.Text;
using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads a literal as Python writes it: lists, tuples, dictionaries, sets, strings in either quote, numbers, True, False and None.</summary>
/// <remarks>Strings count letter by letter. Dictionaries with names for keys are written as JSON objects are, so that both notations are equal.</remarks>
internal ref struct PythonLiteral
{
    private const int Deepest = 64;

    private ReadOnlySpan<char> _rest;

    private PythonLiteral(ReadOnlySpan<char> text) => _rest = text;

    /// <returns>The canonical form, or <see langword="null"/> when the text is no list, tuple, dictionary, set or string.</returns>
    public static string? Read(string text)
    {
        if (text is not ['[' or '(' or '{' or '\'' or '"', ..])
        {
            return null;
        }

        var literal = new PythonLiteral(text);
        string? value = literal.Value(0);
        return literal._rest.Trim().Trim('.').IsEmpty ? value : null;
    }

    private string? Value(int depth)
    {
        _rest = _rest.TrimStart();
        return _rest switch
        {
            _ when depth == Deepest => null,
            ['[', ..] => Items(']', depth) is { } list ? $"[{string.Join(',', list)}]" : null,
            ['(', ..] => Tuple(depth),
            ['{', ..] => Braced(depth),
            ['\'' or '"', ..] => Text(_rest[0]) is { } text ? JsonQuoting.Quote(text) : null,
            _ => Word(),
        };
    }

    // (1) is 1 in brackets, (1,) is a tuple.
    private string? Tuple(int depth)
    {
        List<string>? items = Items(')', depth, out bool endsInComma);
        return items is null ? null : items.Count == 1 && !endsInComma ? items[0] : $"({string.Join(',', items)})";
    }

    private List<string>? Items(char close, int depth) => Items(close, depth, out _);

    private List<string>? Items(char close, int depth, out bool endsInComma)
    {
        endsInComma = false;
        var items = new List<string>();
        _rest = _rest[1..].TrimStart();
        while (!Take(close))
        {
            if ((items.Count > 0 && !endsInComma) || Value(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
            endsInComma = Take(',');
        }

        return items;
    }

    private string? Braced(int depth)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        bool isSet = false;
        bool goesOn = true;
        _rest = _rest[1..].TrimStart();
        while (!Take('}'))
        {
            if (!goesOn || Value(depth + 1) is not { } key)
            {
                return null;
            }

            bool hasValue = Take(':');
            if ((pairs.Count > 0 && isSet == hasValue) || (hasValue ? Value(depth + 1) : string.Empty) is not { } value)
            {
                return null;
            }

            isSet = !hasValue;
            pairs[key] = value;
            goesOn = Take(',');
        }

        return isSet ? $"{{{string.Join(',', pairs.Keys)}}}" : $"{{{string.Join(',', pairs.Select(static pair => pair.Key + ":" + pair.Value))}}}";
    }

    private bool Take(char expected)
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            return false;
        }

        _rest = _rest[1..].TrimStart();
        return true;
    }

    private string? Word()
    {
        int end = _rest.IndexOfAny(",]}):");
        ReadOnlySpan<char> word = (end < 0 ? _rest : _rest[..end]).Trim();
        _rest = end < 0 ? [] : _rest[end..];
        return word switch
        {
            "True" or "true" => "true",
            "False" or "false" => "false",
            "None" or "null" => "null",

            // Code with a needless zero is no number, or not that one.
            _ when word.TrimStart('-') is ['0', >= '0' and <= '9', ..] => null,
            _ => ExactNumber.TryParse(word, out ExactNumber number) ? number.ToString() : null,
        };
    }

    private string? Text(char quote)
    {
        var text = new StringBuilder();
        for (int i = 1; i < _rest.Length; i++)
        {
            char c = _rest[i];
            if (c == quote)
            {
                _rest = _rest[(i + 1)..];
                return text.ToString();
            }

            if (c == '\\' && i + 1 < _rest.Length)
            {
                i += Escape(text, _rest[(i + 1)..]);
                continue;
            }

            text.Append(c);
        }

        return null;
    }

    // The characters that an escape takes after its backslash; an unknown one keeps it.
    private static int Escape(StringBuilder text, ReadOnlySpan<char> rest)
    {
        int digits = rest[0] switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && rest.Length > digits && ushort.TryParse(rest[1..(digits + 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            text.Append((char)unit);
            return digits + 1;
        }

        _ = rest[0] switch
        {
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'r' => text.Append('\r'),
            '0' => text.Append('\0'),
            '\\' or '\'' or '"' => text.Append(rest[0]),
            '/' => text.Append('/'),
            _ => text.Append('\\').Append(rest[0]),
        };
        return 1;
    }
}
