using Parquet;
using Parquet.Schema;

namespace TokenFinOps.Parquet;

/// <summary>A Parquet file that is written row group by row group. Not thread-safe.</summary>
internal sealed class GroupedFile : IDisposable
{
    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    private readonly Stream _file;
    private readonly GroupStream _output;
    private readonly ParquetSchema _schema;
    private readonly ParquetOptions _settings;
    private readonly FileFooter _footer;

    private GroupedFile(Stream file, GroupStream output, ParquetSchema schema, ParquetOptions settings, FileFooter footer)
    {
        _file = file;
        _output = output;
        _schema = schema;
        _settings = settings;
        _footer = footer;
    }

    /// <summary>Begins a file.</summary>
    public static async Task<GroupedFile> CreateAsync(Stream stream, ParquetSchema schema, ParquetOptions settings, CancellationToken cancellationToken)
    {
        var output = new GroupStream(stream) { Holds = true };
        ParquetWriter empty = await ParquetWriter.CreateAsync(schema, output, settings, cancellationToken: cancellationToken).ConfigureAwait(false);
        await empty.DisposeAsync().ConfigureAwait(false);
        var file = new GroupedFile(stream, output, schema, settings, new FileFooter(FooterOf(output.Take()).ToArray()));
        output.Holds = false;
        await output.WriteAsync(Magic, cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Writes a row group.</summary>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="write">Writes its columns.</param>
    /// <param name="cancellationToken">Cancels the work; the file is of no use then.</param>
    public async Task WriteGroupAsync(int rows, Func<ParquetRowGroupWriter, Task> write, CancellationToken cancellationToken)
    {
        _output.Holds = true;
        ParquetWriter writer = await ParquetWriter.CreateAsync(_schema, _output, _settings, cancellationToken: cancellationToken).ConfigureAwait(false);
        _output.Holds = false;
        using (ParquetRowGroupWriter group = writer.CreateRowGroup())
        {
            await write(group).ConfigureAwait(false);
            group.CompleteValidate();
        }

        _output.Holds = true;
        await writer.DisposeAsync().ConfigureAwait(false);
        _footer.Add(FooterOf(_output.Take()), rows);
    }

    /// <summary>Writes the footer, without which the file cannot be read.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _footer.WriteAsync(_file, cancellationToken).ConfigureAwait(false);
        await _file.WriteAsync(Magic, cancellationToken).ConfigureAwait(false);
        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _footer.Dispose();
        _output.Dispose();
    }

    // The file begins with the magic, and ends with the footer's length and the magic.
    private static ReadOnlySpan<byte> FooterOf(byte[] held) => held.AsSpan()[Magic.Length..^(sizeof(int) + Magic.Length)];
}
