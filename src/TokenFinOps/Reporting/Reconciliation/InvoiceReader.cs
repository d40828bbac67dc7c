using System.Runtime.CompilerServices;
using CsvHelper;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Reads a provider's invoice or usage export from CSV, line by line: memory does not grow with the file.</summary>
/// <remarks>
/// The separator (comma, semicolon, tab) is found out, byte order marks are honoured, numbers are written with a point. A row that has neither an amount nor a quantity
/// is a day without usage and gives no line. Immutable and thread-safe.
/// </remarks>
public sealed class InvoiceReader
{
    private readonly InvoiceFormat _format;
    private readonly TimeZoneInfo _zone;

    /// <summary>Initializes a new instance of the <see cref="InvoiceReader"/> class.</summary>
    /// <param name="format">Which columns hold what.</param>
    /// <param name="zone">The time zone of the invoice's days; <see langword="null"/> is UTC, which providers use. Dates stand for themselves, moments are put into it.</param>
    public InvoiceReader(InvoiceFormat format, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        _format = format;
        _zone = zone ?? TimeZoneInfo.Utc;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file; it is left open.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The lines, one for every amount and every count of tokens.</returns>
    /// <exception cref="InvoiceFormatException">The file is not such an export. The message names the line, the column, the value and the cure.</exception>
    public async IAsyncEnumerable<InvoiceLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CsvReader reader = CsvReader.Create(stream, Options(), leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            await AdvanceAsync(reader, toHeader: true, cancellationToken).ConfigureAwait(false);
            var layout = InvoiceLayout.Of(reader, _format);
            while (await AdvanceAsync(reader, toHeader: false, cancellationToken).ConfigureAwait(false))
            {
                foreach (InvoiceLine line in LinesOf(reader, layout))
                {
                    yield return line;
                }
            }
        }
    }

    private static CsvReaderOptions Options() => new()
    {
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        NormalizeHeaderName = static name => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_'),
    };

    private static async ValueTask<bool> AdvanceAsync(CsvReader reader, bool toHeader, CancellationToken cancellationToken)
    {
        try
        {
            if (!toHeader)
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CsvFormatException fault)
        {
            throw new InvoiceFormatException($"Line {fault.LineNumber}: the row is not sound CSV. {fault.Message} Export the file anew, unchanged by a spreadsheet.", fault);
        }
    }

    private List<InvoiceLine> LinesOf(CsvReader reader, InvoiceLayout layout)
    {
        var lines = new List<InvoiceLine>(4);
        decimal? amount = InvoiceFields.Number(reader, layout.Amount) / _format.AmountPer;
        decimal? quantity = InvoiceFields.Number(reader, layout.Quantity);
        List<(UsageKind Kind, decimal Quantity)> tokens = TokensOf(reader, layout);
        if (amount is null && quantity is null && tokens.Count == 0)
        {
            return lines;
        }

        InvoiceLine line = Describe(reader, layout);
        if (amount is not null || quantity is not null)
        {
            lines.Add(line with { Amount = amount, Quantity = quantity });
        }

        lines.AddRange(tokens.Select(count => line with { Kind = count.Kind, Quantity = count.Quantity }));
        return lines;
    }

    private InvoiceLine Describe(CsvReader reader, InvoiceLayout layout)
    {
        string? lineItem = InvoiceFields.Text(reader, layout.LineItem);
        string? model = InvoiceFields.Text(reader, layout.Model);
        (string? named, string? rest) = model is null ? InvoiceLineItems.Split(lineItem) : (model, lineItem);
        return new InvoiceLine
        {
            Day = InvoiceFields.Day(reader, layout.Date, _zone),
            Model = named,
            LineItem = lineItem,
            Kind = InvoiceLineItems.KindOf(rest),
            Currency = InvoiceFields.Currency(reader, layout.Currency, _format.DefaultCurrency),
            Project = InvoiceFields.Text(reader, layout.Project),
            ApiKey = InvoiceFields.Text(reader, layout.ApiKey),
        };
    }

    private List<(UsageKind Kind, decimal Quantity)> TokensOf(CsvReader reader, InvoiceLayout layout)
    {
        var tokens = new List<(UsageKind Kind, decimal Quantity)>(layout.Tokens.Length);
        foreach ((UsageKind kind, int index) in layout.Tokens)
        {
            if (InvoiceFields.Number(reader, index) is { } count)
            {
                tokens.Add((kind, count));
            }
        }

        int input = _format.InputIncludesCached ? tokens.FindIndex(static count => count.Kind == UsageKind.InputTokens) : -1;
        if (input >= 0)
        {
            decimal cached = tokens.Where(static count => count.Kind is UsageKind.CacheReadTokens or UsageKind.CacheWriteTokens).Sum(static count => count.Quantity);
            tokens[input] = (UsageKind.InputTokens, tokens[input].Quantity - cached);
        }

        return tokens;
    }
}
