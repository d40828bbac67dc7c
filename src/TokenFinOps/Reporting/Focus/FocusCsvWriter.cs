using System.Globalization;
using CsvHelper;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Writes an export as CSV (RFC 4180) in UTF-8 with a header. A null is an empty field.</summary>
/// <remarks>Holds one buffer, whatever the number of rows. Not thread-safe.</remarks>
public sealed class FocusCsvWriter : IFocusWriter, IAsyncDisposable
{
    private static readonly CsvWriterOptions Rfc4180 = new() { FormatProvider = CultureInfo.InvariantCulture };

    private readonly CsvWriter _csv;
    private FocusColumn[] _columns = [];

    /// <summary>Initializes a new instance of the <see cref="FocusCsvWriter"/> class.</summary>
    /// <param name="stream">Where the rows go.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the writer is disposed of. The default is <see langword="false"/>.</param>
    public FocusCsvWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _csv = CsvWriter.Create(stream, Rfc4180, leaveOpen);
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(FocusSchema schema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _columns = [.. schema.Columns];
        foreach (FocusColumn column in _columns)
        {
            _csv.WriteField(column.Name);
        }

        return _csv.EndRecordAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        foreach (FocusColumn column in _columns)
        {
            Write(column, row);
        }

        return _csv.EndRecordAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => _csv.FlushAsync(cancellationToken);

    /// <summary>Closes the file.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private void Write(FocusColumn column, FocusRow row)
    {
        switch (column.Type)
        {
            case FocusColumnType.Number:
                Write(column.NumberOf(row));
                break;
            case FocusColumnType.Moment:
                _csv.WriteField(column.MomentOf(row).UtcDateTime, FocusColumn.MomentFormat);
                break;
            default:
                _csv.WriteField(column.TextOf(row));
                break;
        }
    }

    private void Write(decimal? number)
    {
        if (number is { } value)
        {
            _csv.WriteField(value, default, CultureInfo.InvariantCulture);
        }
        else
        {
            _csv.WriteField(default(string));
        }
    }
}
