using Parquet;
using Parquet.Schema;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet;

/// <summary>One column of the file.</summary>
internal abstract class ParquetColumn(FocusColumn column, DataField field)
{
    /// <summary>Gets the column's field in the file's schema.</summary>
    public DataField Field { get; } = field;

    protected FocusColumn Column { get; } = column;

    public static ParquetColumn Of(FocusColumn column, FocusParquetOptions options) => column.Type switch
    {
        FocusColumnType.Number => new NumberColumn(column, options.DecimalScale),
        FocusColumnType.Moment => new MomentColumn(column),
        _ => new TextColumn(column),
    };

    /// <summary>Writes the column's part of a row group.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken);

    private sealed class TextColumn(FocusColumn column) : ParquetColumn(column, new DataField(column.Name, typeof(string), column.IsNullable))
    {
        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken) =>
            group.WriteAsync(Field, [.. rows.Select(TextOf)], null);

        // Parquet has no place for a null in a required column, and the file would be damaged by it.
        private string TextOf(FocusRow row) => Column.TextOf(row) is { } text ? text
            : Column.IsNullable ? null!
            : throw new InvalidOperationException($"A row has no {Column.Name}, which this version of FOCUS does not allow to be empty. Set it on the row.");
    }

    private sealed class MomentColumn(FocusColumn column)
        : ParquetColumn(column, new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: false))
    {
        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken) =>
            group.WriteAsync<DateTime>(Field, rows.Select(row => Column.MomentOf(row).UtcDateTime).ToArray(), null, null, cancellationToken);
    }

    private sealed class NumberColumn(FocusColumn column, int scale)
        : ParquetColumn(column, new DecimalDataField(column.Name, FocusParquetOptions.DecimalPrecision, scale, isNullable: column.IsNullable))
    {
        private readonly decimal _limit = Limit(FocusParquetOptions.DecimalPrecision - scale);

        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken) => Column.IsNullable
            ? group.WriteAsync<decimal>(Field, rows.Select(row => Column.NumberOf(row) is { } number ? Fitting(number) : (decimal?)null).ToArray(), null, null, cancellationToken)
            : group.WriteAsync<decimal>(Field, rows.Select(row => Fitting(Column.NumberOf(row)!.Value)).ToArray(), null, null, cancellationToken);

        private decimal Fitting(decimal number)
        {
            if (number.Scale > scale && decimal.Round(number, scale) != number)
            {
                throw new OverflowException(
                    $"{Column.Name} is {number}, which has more than {scale} decimals. Raise {nameof(FocusParquetOptions)}.{nameof(FocusParquetOptions.DecimalScale)} (28 takes every fraction): a cost is never rounded.");
            }

            return Math.Abs(number) < _limit
                ? number
                : throw new OverflowException(
                    $"{Column.Name} is {number}, which has more than {FocusParquetOptions.DecimalPrecision - scale} digits before the point. Lower {nameof(FocusParquetOptions)}.{nameof(FocusParquetOptions.DecimalScale)}.");
        }

        private static decimal Limit(int digits)
        {
            decimal limit = 1m;
            for (int i = 0; i < digits && limit < decimal.MaxValue / 10m; i++)
            {
                limit *= 10m;
            }

            return digits >= 29 ? decimal.MaxValue : limit;
        }
    }
}
