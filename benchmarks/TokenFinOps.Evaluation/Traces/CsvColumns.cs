using System.Globalization;

namespace TokenFinOps.Evaluation.Traces;

/// <summary>Finds the columns of a plain CSV file (no quotes) by the names in its header.</summary>
internal sealed class CsvColumns(string header)
{
    private readonly string[] _names = header.Split(',');

    public bool Has(string name) => Array.Exists(_names, each => each.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">The row has another number of fields than the header.</exception>
    public string[] Split(string row)
    {
        string[] fields = row.Split(',');
        return fields.Length == _names.Length ? fields : throw new FormatException($"it has {fields.Length} fields, the header {_names.Length}.");
    }

    public string Text(string[] fields, string name) =>
        fields[Array.FindIndex(_names, each => each.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))].Trim();

    /// <exception cref="FormatException">The field is no whole number, or is negative.</exception>
    public long Count(string[] fields, string name)
    {
        string text = Text(fields, name);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count
            : throw new FormatException($"{name} is '{text}', which is no count.");
    }
}
