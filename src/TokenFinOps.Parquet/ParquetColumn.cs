using Parquet;
using Parquet.Schema;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet;

/// <summary>One column of the file, and its cells of the row group that is being collected. Not thread-safe.</summary>
internal abstract class ParquetColumn(FocusColumn column, DataField field)
{
    /// <summary>Gets the column's field in the file's schema.</summary>
    public DataField Field { get; } = field;

    protected FocusColumn Column { get; } = column;

    public static ParquetColumn Of(FocusColumn column, FocusParquetOptions options) => column.Type switch
    {
        FocusColumnType.Number => new NumberColumn(column, options),
        FocusColumnType.Moment => new MomentColumn(column),
        _ => new TextColumn(column),
    };

    /// <summary>Takes the column's cell of a row.</summary>
    public abstract void Add(FocusRow row);

    /// <summary>Writes the cells as the column's part of a row group, and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);
}
