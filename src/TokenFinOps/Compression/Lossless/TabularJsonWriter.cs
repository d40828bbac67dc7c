using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Writes a value as JSON without white space and without escapes that are not needed. Used once.</summary>
/// <param name="withTables">Whether arrays of like objects are written as tables.</param>
internal sealed class TabularJsonWriter(bool withTables)
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Write(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when !withTables || !TryTable(value):
                WriteArray(value);
                break;
            case JsonValueKind.Object when !withTables || !TryKeyedTable(value):
                WriteObject(value);
                break;
            case JsonValueKind.String:
                _text.AppendJsonString(value.GetString());
                break;
            case JsonValueKind.Array or JsonValueKind.Object:
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }

    private void WriteArray(JsonElement array)
    {
        _text.Append('[');
        bool isFirst = true;
        foreach (JsonElement element in array.EnumerateArray())
        {
            Separate(ref isFirst);
            Write(element);
        }

        _text.Append(']');
    }

    private void WriteObject(JsonElement value)
    {
        _text.Append('{');
        bool isFirst = true;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            Separate(ref isFirst);
            _text.AppendJsonString(property.Name);
            _text.Append(':');
            Write(property.Value);
        }

        _text.Append('}');
    }

    private bool TryTable(JsonElement array)
    {
        JsonElement[] rows = [.. array.EnumerateArray()];
        if (rows.Length > 0 && Array.TrueForAll(rows, static row => row.ValueKind == JsonValueKind.Array && row.GetArrayLength() > 0))
        {
            return TryGroups(rows);
        }

        ImmutableArray<TableColumn> columns = TableColumn.Of(rows);
        if (columns.IsEmpty)
        {
            return false;
        }

        _text.Append('[');
        WriteHeader(columns);
        WriteRows(rows, columns);
        _text.Append("\n]");
        return true;
    }

    private bool TryGroups(JsonElement[] groups)
    {
        JsonElement[] rows = [.. groups.SelectMany(static group => group.EnumerateArray())];
        ImmutableArray<TableColumn> columns = groups.Length < 2 ? [] : TableColumn.Of(rows);
        if (columns.IsEmpty)
        {
            return false;
        }

        _text.Append("[[]");
        WriteHeader(columns);
        for (int group = 0; group < groups.Length; group++)
        {
            _text.Append(group == 0 ? string.Empty : "\n-");
            WriteRows(groups[group].EnumerateArray(), columns);
        }

        _text.Append("\n]");
        return true;
    }

    private bool TryKeyedTable(JsonElement value)
    {
        JsonProperty[] properties = [.. value.EnumerateObject()];
        ImmutableArray<TableColumn> columns = TableColumn.Of([.. properties.Select(static property => property.Value)]);
        if (columns.IsEmpty)
        {
            return false;
        }

        _text.Append('{');
        WriteHeader(columns);
        foreach (JsonProperty property in properties)
        {
            _text.Append('\n');
            WriteBareOr(property.Name, BareText.IsKey(property.Name));
            _text.Append(':');
            bool isFirst = true;
            WriteCells(property.Value, columns, ref isFirst);
        }

        _text.Append("\n}");
        return true;
    }

    private void WriteHeader(ImmutableArray<TableColumn> columns)
    {
        _text.Append('{');
        bool isFirst = true;
        foreach (TableColumn column in columns)
        {
            Separate(ref isFirst);
            _text.Append(column.Name);
            if (!column.Nested.IsEmpty)
            {
                WriteHeader(column.Nested);
            }
        }

        _text.Append('}');
    }

    private void WriteRows(IEnumerable<JsonElement> rows, ImmutableArray<TableColumn> columns)
    {
        foreach (JsonElement row in rows)
        {
            _text.Append('\n');
            bool isFirst = true;
            WriteCells(row, columns, ref isFirst);
        }
    }

    private void WriteCells(JsonElement? row, ImmutableArray<TableColumn> columns, ref bool isFirst)
    {
        foreach (TableColumn column in columns)
        {
            JsonElement? cell = row is { } present && present.TryGetProperty(column.Name, out JsonElement value) ? value : null;
            if (!column.Nested.IsEmpty)
            {
                WriteCells(cell, column.Nested, ref isFirst);
                continue;
            }

            Separate(ref isFirst);
            if (cell is { ValueKind: JsonValueKind.String } text)
            {
                WriteBareOr(text.GetString()!, BareText.IsCell(text.GetString()!));
            }
            else if (cell is { } other)
            {
                Write(other);
            }
        }
    }

    private void WriteBareOr(string text, bool isBare)
    {
        if (isBare)
        {
            _text.Append(text);
        }
        else
        {
            _text.AppendJsonString(text);
        }
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            _text.Append(',');
        }

        isFirst = false;
    }
}
