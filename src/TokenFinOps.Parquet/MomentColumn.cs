using Parquet;
using Parquet.Schema;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet;

/// <summary>A column of timestamps in UTC.</summary>
internal sealed class MomentColumn(FocusColumn column)
    : ParquetColumn(column, new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: false))
{
    private readonly Cells<DateTime> _moments = new();

    public override void Add(FocusRow row) => _moments.Add(Column.MomentOf(row).UtcDateTime);

    public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) =>
        _moments.TakeAsync(moments => group.WriteAllPartsAsync(Field, moments, null, null, cancellationToken));
}
