namespace TokenFinOps.Parquet;

/// <summary>How a FOCUS export is laid out in Parquet.</summary>
public sealed class FocusParquetOptions
{
    /// <summary>The number of digits of every decimal column: the most that Parquet readers in general take.</summary>
    public const int DecimalPrecision = 38;

    /// <summary>Gets or sets how many digits of a decimal stand after the point. A number with more is refused, never rounded.</summary>
    /// <value>The default is 18, which leaves 20 before the point. 28 takes every fraction that .NET has, and leaves 10.</value>
    public int DecimalScale { get; set; } = 18;

    /// <summary>Gets or sets how many rows are held in memory and written together.</summary>
    /// <value>
    /// The default is 10,000, which takes about 30 MB, garbage included. Many engines read larger groups faster: 50,000 take about 140 MB. The footer, which Parquet holds
    /// until the end, takes about 1 KB a group more.
    /// </value>
    public int RowsPerGroup { get; set; } = 10_000;

    internal void Validate()
    {
        List<string> faults = [];
        if (DecimalScale is < 0 or > 28)
        {
            faults.Add($"{nameof(DecimalScale)} is {DecimalScale}; it must be 0 to 28.");
        }

        if (RowsPerGroup is < 1 or > 1_000_000)
        {
            faults.Add($"{nameof(RowsPerGroup)} is {RowsPerGroup}; it must be 1 to 1,000,000.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"The options of the Parquet file are not valid. {string.Join(' ', faults)}");
        }
    }
}
