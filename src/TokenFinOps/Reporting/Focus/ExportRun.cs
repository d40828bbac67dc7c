using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>One export under way. Not thread-safe.</summary>
internal sealed class ExportRun
{
    private readonly FocusExportOptions _options;
    private readonly ExportTally _tally;
    private readonly EntrySplitter _splitter;
    private readonly RowFactory _factory;
    private readonly FixedRows _fixed;
    private readonly CommitmentBook _commitments;
    private readonly OpenRows _open;
    private readonly List<(RowKey Key, RowPart Part)> _parts = [];
    private readonly List<FocusRow> _rows = [];

    public ExportRun(FocusExportOptions options, LedgerFilter? filter, ExportTally tally)
    {
        _options = options;
        _tally = tally;
        var skus = new SkuTable(options);
        _commitments = new CommitmentBook(options.Commitments);
        _splitter = new EntrySplitter(options, skus, _commitments);
        _factory = new RowFactory(options);
        _fixed = new FixedRows(options, skus, _factory, options.From ?? filter?.From ?? DateTimeOffset.MinValue, options.To ?? filter?.To ?? DateTimeOffset.MaxValue);
        _open = new OpenRows(options.MaxOpenRows);
    }

    /// <summary>Writes the rows that come before the first entry.</summary>
    public IEnumerable<FocusRow> Begin() => Counted(_fixed.Before());

    /// <summary>Adds an entry, and writes the rows that are due. They are to be read before the next entry is added.</summary>
    public List<FocusRow> Add(LedgerEntry entry)
    {
        _rows.Clear();
        _parts.Clear();
        RequireCurrency(entry);
        if (entry.Cost.Status != PricingStatus.Unpriced)
        {
            _splitter.Split(entry, _parts);
        }

        _tally.Read(entry, _parts.Count);
        foreach ((RowKey key, RowPart part) in _parts)
        {
            if (_options.Granularity == FocusGranularity.Call)
            {
                _factory.Write(key, part, entry, _rows);
            }
            else
            {
                _open.Add(key, part);
            }
        }

        while (_open.TakeDue() is { } due)
        {
            Write(due);
        }

        _rows.ForEach(_tally.Wrote);
        return _rows;
    }

    /// <summary>Writes what is still open, and what the commitments leave unused.</summary>
    public IEnumerable<FocusRow> End()
    {
        while (_open.TakeDue(isEnd: true) is { } due)
        {
            _rows.Clear();
            Write(due);
            foreach (FocusRow row in Counted(_rows))
            {
                yield return row;
            }
        }

        foreach (FocusRow row in Counted(_fixed.After(_commitments)))
        {
            yield return row;
        }
    }

    private void Write(Dictionary<RowKey, RowPart> rows)
    {
        foreach ((RowKey key, RowPart part) in rows)
        {
            _factory.Write(key, part, null, _rows);
        }
    }

    private IEnumerable<FocusRow> Counted(IEnumerable<FocusRow> rows)
    {
        foreach (FocusRow row in rows)
        {
            _tally.Wrote(row);
            yield return row;
        }
    }

    private void RequireCurrency(LedgerEntry entry)
    {
        if (_options.BillingCurrency is { } wanted && !wanted.Equals(entry.Cost.Currency, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"Entry {entry.Id} is in {entry.Cost.Currency}, the export in {wanted}. Leave {nameof(FocusExportOptions.BillingCurrency)} out, or filter the entries by currency: an export never converts.");
        }
    }
}
