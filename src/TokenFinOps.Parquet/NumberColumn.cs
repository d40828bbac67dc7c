using Parquet;
using Parquet.Schema;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet;

/// <summary>A column of exact decimals.</summary>
internal sealed class NumberColumn(FocusColumn column, FocusParquetOptions options)
    : ParquetColumn(column, new DecimalDataField(column.Name, FocusParquetOptions.DecimalPrecision, options.DecimalScale, isNullable: column.IsNullable))
{
    private readonly int _scale = options.DecimalScale;
    private readonly decimal _limit = Limit(FocusParquetOptions.DecimalPrecision - options.DecimalScale);
    private readonly Cells<decimal> _numbers = new();
    private readonly Cells<int> _levels = new();

    public override void Add(FocusRow row)
    {
        decimal? number = Column.NumberOf(row);
        if (number is { } value)
        {
            _numbers.Add(Fitting(value));
        }

        _levels.Add(number is null ? 0 : 1);
    }

    public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) => _levels.TakeAsync(levels => _numbers.TakeAsync(numbers =>
        group.WriteAllPartsAsync(Field, numbers, Column.IsNullable ? levels : default(ReadOnlyMemory<int>?), null, cancellationToken)));

    private decimal Fitting(decimal number)
    {
        if (number.Scale > _scale && decimal.Round(number, _scale) != number)
        {
            throw new OverflowException(
                $"{Column.Name} is {number}, which has more than {_scale} decimals. Raise {nameof(FocusParquetOptions)}.{nameof(FocusParquetOptions.DecimalScale)} (28 takes every fraction): a cost is never rounded.");
        }

        return Math.Abs(number) < _limit
            ? number
            : throw new OverflowException(
                $"{Column.Name} is {number}, which has more than {FocusParquetOptions.DecimalPrecision - _scale} digits before the point. Lower {nameof(FocusParquetOptions)}.{nameof(FocusParquetOptions.DecimalScale)}.");
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
