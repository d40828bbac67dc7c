using System.Buffers;
using Parquet;
using Parquet.Schema;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet;

/// <summary>A column of texts. What stays the same from row to row, as most of FOCUS does, is held once.</summary>
internal sealed class TextColumn(FocusColumn column) : ParquetColumn(column, new DataField(column.Name, typeof(string), column.IsNullable))
{
    private readonly Cells<Run> _runs = new();
    private Run _run;
    private int _count;
    private int _nulls;

    public override void Add(FocusRow row)
    {
        string? text = TextOf(row);
        if (_run.Count > 0 && !string.Equals(_run.Text, text, StringComparison.Ordinal))
        {
            _runs.Add(_run);
            _run = default;
        }

        _run = new Run(text, _run.Count + 1);
        _count++;
        _nulls += text is null ? 1 : 0;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        _runs.Add(_run);
        _run = default;
        await _runs.TakeAsync(runs => WriteAsync(runs, group, cancellationToken)).ConfigureAwait(false);
        (_count, _nulls) = (0, 0);
    }

    private async Task WriteAsync(ReadOnlyMemory<Run> runs, ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<char>[] texts = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(_count - _nulls);
        int[] levels = ArrayPool<int>.Shared.Rent(_count);
        try
        {
            Fill(runs.Span, texts, levels);
            ReadOnlyMemory<int>? definitions = Column.IsNullable ? new ReadOnlyMemory<int>(levels, 0, _count) : default(ReadOnlyMemory<int>?);
            await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(Field, texts.AsMemory(0, _count - _nulls), definitions, null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<ReadOnlyMemory<char>>.Shared.Return(texts, clearArray: true);
            ArrayPool<int>.Shared.Return(levels);
        }
    }

    private static void Fill(ReadOnlySpan<Run> runs, Span<ReadOnlyMemory<char>> texts, Span<int> levels)
    {
        foreach (Run run in runs)
        {
            levels[..run.Count].Fill(run.Text is null ? 0 : 1);
            levels = levels[run.Count..];
            if (run.Text is not null)
            {
                texts[..run.Count].Fill(run.Text.AsMemory());
                texts = texts[run.Count..];
            }
        }
    }

    // Parquet has no place for a null in a required column, and the file would be damaged by it.
    private string? TextOf(FocusRow row) => Column.TextOf(row) is { } text ? text
        : Column.IsNullable ? null
        : throw new InvalidOperationException($"A row has no {Column.Name}, which this version of FOCUS does not allow to be empty. Set it on the row.");

    private readonly record struct Run(string? Text, int Count);
}
