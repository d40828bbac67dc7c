using System.Collections.Immutable;
using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>A column of a table of objects, or a group of columns for an object that every row nests.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Nested">The columns of the nested object; empty for a single column.</param>
internal sealed record TableColumn(string Name, ImmutableArray<TableColumn> Nested)
{
    /// <summary>Finds the columns of rows that are objects, or nothing when they are too different: every row must have its properties in the columns' order.</summary>
    public static ImmutableArray<TableColumn> Of(IReadOnlyList<JsonElement> rows)
    {
        if (rows.Count < 2 || Widest(rows) is not { } widest || !TryNames(widest, out List<string> names))
        {
            return [];
        }

        foreach (JsonElement row in rows)
        {
            if (!Follows(row, names))
            {
                return [];
            }
        }

        return [.. names.Select(name => new TableColumn(name, NestedIn(rows, name)))];
    }

    // A nested object is spread over columns only where all rows that have it agree on its properties, so that empty cells mean that it is not there.
    private static ImmutableArray<TableColumn> NestedIn(IReadOnlyList<JsonElement> rows, string name)
    {
        var nested = new List<JsonElement>(rows.Count);
        foreach (JsonElement row in rows)
        {
            if (row.TryGetProperty(name, out JsonElement value))
            {
                nested.Add(value);
            }
        }

        ImmutableArray<TableColumn> columns = Of(nested);
        return nested.TrueForAll(each => each.ValueKind == JsonValueKind.Object && each.GetPropertyCount() == columns.Length) ? columns : [];
    }

    private static JsonElement? Widest(IReadOnlyList<JsonElement> rows)
    {
        JsonElement? widest = null;
        int most = 0;
        foreach (JsonElement row in rows)
        {
            if (row.ValueKind != JsonValueKind.Object || row.GetPropertyCount() is 0)
            {
                return null;
            }

            if (row.GetPropertyCount() > most)
            {
                most = row.GetPropertyCount();
                widest = row;
            }
        }

        return widest;
    }

    private static bool TryNames(JsonElement row, out List<string> names)
    {
        names = new List<string>(row.GetPropertyCount());
        foreach (JsonProperty property in row.EnumerateObject())
        {
            // A name that needs quotes could be taken for JSON, and of two equal names one would be lost.
            if (!BareText.IsName(property.Name) || names.Contains(property.Name))
            {
                return false;
            }

            names.Add(property.Name);
        }

        return true;
    }

    private static bool Follows(JsonElement row, List<string> names)
    {
        int next = 0;
        foreach (JsonProperty property in row.EnumerateObject())
        {
            while (next < names.Count && !property.NameEquals(names[next]))
            {
                next++;
            }

            if (next++ >= names.Count)
            {
                return false;
            }
        }

        return true;
    }
}
