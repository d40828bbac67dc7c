using System.Collections.Immutable;
using CsvHelper;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Where a file has the columns of its format.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class InvoiceLayout
{
    private InvoiceLayout()
    {
    }

    public int Date { get; private init; }

    public int Model { get; private init; }

    public int LineItem { get; private init; }

    public int Quantity { get; private init; }

    public int Amount { get; private init; }

    public int Currency { get; private init; }

    public int Project { get; private init; }

    public int ApiKey { get; private init; }

    public ImmutableArray<(UsageKind Kind, int Index)> Tokens { get; private init; }

    /// <exception cref="InvoiceFormatException">The file lacks a column that is needed.</exception>
    public static InvoiceLayout Of(CsvReader reader, InvoiceFormat format)
    {
        var layout = new InvoiceLayout
        {
            Date = IndexOf(reader, format.Date),
            Model = IndexOf(reader, format.Model),
            LineItem = IndexOf(reader, format.LineItem),
            Quantity = IndexOf(reader, format.Quantity),
            Amount = IndexOf(reader, format.Amount),
            Currency = IndexOf(reader, format.Currency),
            Project = IndexOf(reader, format.Project),
            ApiKey = IndexOf(reader, format.ApiKey),
            Tokens = [.. format.Tokens.SelectMany(column => column.Headers.Select(header => (column.Kind, IndexOf(reader, [header])))).Where(static column => column.Item2 >= 0)],
        };
        if (layout.Date < 0)
        {
            throw Missing("a date", format.Date, reader, format);
        }

        return layout.Amount >= 0 || layout.Quantity >= 0 || !layout.Tokens.IsEmpty
            ? layout
            : throw Missing("an amount or token counts", format.Amount, reader, format);
    }

    private static int IndexOf(CsvReader reader, ImmutableArray<string> headers)
    {
        foreach (string header in headers)
        {
            if (reader.TryGetFieldIndex(header, out int index))
            {
                return index;
            }
        }

        return -1;
    }

    private static InvoiceFormatException Missing(string what, ImmutableArray<string> wanted, CsvReader reader, InvoiceFormat format) => new(
        $"The file has no column for {what} as the format '{format.Name}' names it ({string.Join(", ", wanted)}). It has: {string.Join(", ", reader.Headers.ToArray())}. "
        + "Choose the format that fits, or name the column.");
}
