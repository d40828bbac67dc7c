using System.Collections.Immutable;
using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>A column of a table of objects, or a group of columns for an object that every row nests.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Nested">The columns of the nested object; empty for a single column.</param>
internal sealed record TableColumn(string Name, ImmutableArray<TableColumn> Nested)
{
    private const int MostColumns = 200;

    // With fewer cells filled than this the commas cost more than the names.
    private const double LeastFilled = 0.5;

    /// <summary>Finds the columns of rows that are objects, or nothing when they are too different: every row must have its properties in the columns' order.</summary>
    public static ImmutableArray<TableColumn> Of(IReadOnlyList<JsonElement> rows)
    {
        if (rows.Count < 2 || !TryMerge(rows, out List<string> names) || !rows.All(row => Follows(row, names)))
        {
            return [];
        }

        long filled = rows.Sum(static row => (long)row.GetPropertyCount());
        return filled < LeastFilled * names.Count * rows.Count ? [] : [.. names.Select(name => new TableColumn(name, NestedIn(rows, name)))];
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

    // A name that is new comes after the one that it follows in its row.
    private static bool TryMerge(IReadOnlyList<JsonElement> rows, out List<string> names)
    {
        names = [];
        foreach (JsonElement row in rows)
        {
            if (row.ValueKind != JsonValueKind.Object || row.GetPropertyCount() is 0)
            {
                return false;
            }

            int next = 0;
            foreach (JsonProperty property in row.EnumerateObject())
            {
                int known = next < names.Count && property.NameEquals(names[next]) ? next : names.IndexOf(property.Name);
                if (known < 0)
                {
                    // A name that needs quotes could be taken for JSON.
                    if (names.Count == MostColumns || !BareText.IsName(property.Name))
                    {
                        return false;
                    }

                    known = next;
                    names.Insert(known, property.Name);
                }

                next = known + 1;
            }
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
