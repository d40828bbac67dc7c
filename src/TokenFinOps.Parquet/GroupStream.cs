namespace TokenFinOps.Parquet;

/// <summary>Passes on what a Parquet writer writes, and holds back what begins and ends its file, so that several writers can write groups of one file.</summary>
internal sealed class GroupStream(Stream file) : Stream
{
    private readonly MemoryStream _held = new();
    private long _position;

    /// <summary>Gets or sets a value indicating whether bytes are held back instead of passed on.</summary>
    public bool Holds { get; set; }

    public override bool CanRead => false;

    // Said so that the writer takes offsets from here; it never seeks.
    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <summary>Takes what was held back.</summary>
    public byte[] Take()
    {
        byte[] held = _held.ToArray();
        _held.SetLength(0);
        return held;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Holds)
        {
            _held.Write(buffer);
        }
        else
        {
            file.Write(buffer);
            _position += buffer.Length;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Holds)
        {
            _held.Write(buffer.Span);
        }
        else
        {
            await file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            _position += buffer.Length;
        }
    }

    // The writer asks for it at every page; the file is flushed at its end.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
