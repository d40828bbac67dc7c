using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Reads tabular JSON and writes the minified JSON that it stands for. Used once.</summary>
internal sealed partial class TabularJsonReader
{
    private const int DeepestNesting = 128;

    // What is neither escaped nor forbidden in a JSON string stands for itself; lone surrogates are the parser's to judge.
    private static readonly SearchValues<char> EndsPlainText = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(static control => (char)control), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(static surrogate => (char)surrogate)]);

    private readonly string _text;
    private readonly StringBuilder _json;
    private int _position;
    private int _depth;

    private TabularJsonReader(string text)
    {
        _text = text;
        _json = new StringBuilder(text.Length + (text.Length / 2));
    }

    public static string ToJson(string text)
    {
        var reader = new TabularJsonReader(text);
        try
        {
            reader.ReadValue();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The text is not tabular JSON at character {reader._position}: {exception.Message}", exception);
        }

        reader.Require(reader._position == text.Length, "the end");
        return reader._json.ToString();
    }

    private char Next => _position < _text.Length ? _text[_position] : '\0';

    private void ReadValue()
    {
        Require(++_depth <= DeepestNesting, $"at most {DeepestNesting} levels");
        switch (Next)
        {
            case '[' when At("[[]{"):
                ReadGroups();
                break;
            case '[' when IsHeaderAt(_position + 1):
                ReadTable();
                break;
            case '[':
                ReadArray();
                break;
            case '{' when IsHeaderAt(_position + 1):
                ReadKeyedTable();
                break;
            case '{':
                ReadObject();
                break;
            case '"':
                _json.AppendJsonString(ReadString());
                break;
            default:
                ReadLiteral();
                break;
        }

        _depth--;
    }

    // A table's first name stands without quotes, a JSON object's never does.
    private bool IsHeaderAt(int position) =>
        position + 1 < _text.Length && _text[position] == '{' && (char.IsAsciiLetter(_text[position + 1]) || _text[position + 1] == '_');

    private void ReadArray()
    {
        Skip('[');
        Open('[');
        while (Next != ']')
        {
            ReadValue();
            Separate();
            if (Next != ']')
            {
                Skip(',');
            }
        }

        Skip(']');
        Close(']');
    }

    private void ReadObject()
    {
        Skip('{');
        Open('{');
        while (Next != '}')
        {
            Name(ReadString());
            Skip(':');
            ReadValue();
            Separate();
            if (Next != '}')
            {
                Skip(',');
            }
        }

        Skip('}');
        Close('}');
    }

    private void ReadTable()
    {
        Skip('[');
        ImmutableArray<TableColumn> columns = ReadHeader();
        Open('[');
        while (!TrySkip("\n]"))
        {
            ReadRow(columns);
        }

        Close(']');
    }

    private void ReadGroups()
    {
        _position += "[[]".Length;
        ImmutableArray<TableColumn> columns = ReadHeader();
        Open('[');
        Open('[');
        while (!TrySkip("\n]"))
        {
            if (TrySkip("\n-\n"))
            {
                _position--;
                Close(']');
                Separate();
                Open('[');
            }

            ReadRow(columns);
        }

        Close(']');
        Close(']');
    }

    private void ReadKeyedTable()
    {
        Skip('{');
        ImmutableArray<TableColumn> columns = ReadHeader();
        Open('{');
        while (!TrySkip("\n}"))
        {
            Skip('\n');
            Name(Next == '"' ? ReadString() : ReadUntil(':'));
            Skip(':');
            bool isFirst = true;
            ReadCells(columns, ref isFirst);
            Separate();
        }

        Close('}');
    }

    private void ReadRow(ImmutableArray<TableColumn> columns)
    {
        Skip('\n');
        bool isFirst = true;
        ReadCells(columns, ref isFirst);
        Separate();
    }

    private ImmutableArray<TableColumn> ReadHeader()
    {
        Require(++_depth <= DeepestNesting, $"at most {DeepestNesting} levels");
        Skip('{');
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        while (true)
        {
            string name = ReadName();
            columns.Add(new TableColumn(name, Next == '{' ? ReadHeader() : []));
            if (Next == '}')
            {
                break;
            }

            Skip(',');
        }

        Skip('}');
        _depth--;
        return columns.DrainToImmutable();
    }

    private void ReadCells(ImmutableArray<TableColumn> columns, ref bool isFirst)
    {
        Open('{');
        foreach (TableColumn column in columns)
        {
            if (!column.Nested.IsEmpty)
            {
                ReadNested(column, ref isFirst);
                continue;
            }

            SkipSeparator(ref isFirst);
            if (Next is not (',' or '\n'))
            {
                Name(column.Name);
                ReadCell();
                Separate();
            }
        }

        Close('}');
    }

    private void ReadNested(TableColumn column, ref bool isFirst)
    {
        int leaves = Leaves(column);
        int separators = isFirst ? leaves - 1 : leaves;
        if (IsEmptyFor(separators))
        {
            _position += separators;
            isFirst = false;
            return;
        }

        Name(column.Name);
        ReadCells(column.Nested, ref isFirst);
        Separate();
    }

    private bool IsEmptyFor(int separators)
    {
        int end = _position + separators;
        return end < _text.Length && _text[end] is ',' or '\n' && !_text.AsSpan(_position, separators).ContainsAnyExcept(',');
    }

    private static int Leaves(TableColumn column) => column.Nested.IsEmpty ? 1 : column.Nested.Sum(Leaves);

    private void ReadCell()
    {
        if (Next is '"' or '[' or '{')
        {
            ReadValue();
            return;
        }

        int start = _position;
        int length = _text.AsSpan(start).IndexOfAny(',', '\n');
        ReadOnlySpan<char> cell = _text.AsSpan(start, length < 0 ? _text.Length - start : length);
        _position += cell.Length;
        if (IsLiteral(cell))
        {
            _json.Append(cell);
        }
        else
        {
            _json.AppendJsonString(cell);
        }
    }

    private void ReadLiteral()
    {
        int start = _position;
        while (Next is not ('\0' or ',' or ']' or '}' or '\n'))
        {
            _position++;
        }

        ReadOnlySpan<char> literal = _text.AsSpan(start, _position - start);
        Require(!literal.IsEmpty && IsLiteral(literal), "a value");
        _json.Append(literal);
    }

    // What a writer leaves bare is a number only where its first character says so: no bare string looks like one.
    private static bool IsLiteral(ReadOnlySpan<char> cell) =>
        cell is "true" or "false" or "null"
        || Number.IsMatch(cell);

    // RFC 8259, section 6.
    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }

    private string ReadString()
    {
        int start = _position;
        Skip('"');
        int plain = _text.AsSpan(_position).IndexOfAny(EndsPlainText);
        if (plain >= 0 && _text[_position + plain] == '"')
        {
            _position += plain + 1;
            return _text.Substring(start + 1, plain);
        }

        while (Next != '"')
        {
            Require(_position < _text.Length, "a closing quote");
            _position += Next == '\\' ? 2 : 1;
        }

        Skip('"');
        using JsonDocument document = JsonDocument.Parse(_text.AsMemory(start, _position - start));
        return document.RootElement.GetString()!;
    }

    private string ReadName()
    {
        int start = _position;
        while (Next is not (',' or '{' or '}' or '\0' or '\n'))
        {
            _position++;
        }

        Require(_position > start, "a column's name");
        return _text[start.._position];
    }

    private string ReadUntil(char end)
    {
        int length = _text.AsSpan(_position).IndexOf(end);
        Require(length > 0, $"a key before '{end}'");
        string text = _text.Substring(_position, length);
        _position += length;
        return text;
    }

    private void Open(char bracket) => _json.Append(bracket);

    private void Name(string name) => _json.AppendJsonString(name).Append(':');

    // Every value is followed by a comma; the one after the last is taken back.
    private void Separate() => _json.Append(',');

    private void Close(char bracket)
    {
        if (_json[^1] == ',')
        {
            _json.Length--;
        }

        _json.Append(bracket);
    }

    private void SkipSeparator(ref bool isFirst)
    {
        if (!isFirst)
        {
            Skip(',');
        }

        isFirst = false;
    }

    private bool At(string expected) => _text.AsSpan(_position).StartsWith(expected, StringComparison.Ordinal);

    private bool TrySkip(string expected)
    {
        if (!At(expected))
        {
            return false;
        }

        _position += expected.Length;
        return true;
    }

    private void Skip(char expected)
    {
        Require(Next == expected && _position < _text.Length, $"'{expected}'");
        _position++;
    }

    private void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException($"The text is not tabular JSON: {what} was expected at character {_position}.");
        }
    }
}
