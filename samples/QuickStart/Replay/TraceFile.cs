using System.IO.Compression;

namespace QuickStart.Replay;

/// <summary>A token trace on disk: CSV or JSON lines, plain or gzipped. The content decides, not the name.</summary>
internal sealed class TraceFile : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamReader _reader;

    public TraceFile(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        _reader = new StreamReader(IsGzip(_file) ? new GZipStream(_file, CompressionMode.Decompress) : _file);
    }

    /// <summary>Gets how much of the file has been read, from 0 to 1.</summary>
    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>Reads the rows in the file's order.</summary>
    /// <exception cref="TraceFormatException">A line is not what its format says.</exception>
    public IEnumerable<TraceRow> Rows()
    {
        Func<string, long, TraceRow>? parse = null;
        for (long line = 1; Line(line) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (parse is not null)
            {
                yield return parse(text, line);
            }
            else if (text.TrimStart().StartsWith('{'))
            {
                parse = JsonTraceLine.Parse;
                yield return parse(text, line);
            }
            else
            {
                parse = new CsvTraceLine(text, line).Parse;
            }
        }

        if (parse is null)
        {
            throw new TraceFormatException(1, "the file is empty.");
        }
    }

    public void Dispose() => _reader.Dispose();

    private string? Line(long line)
    {
        try
        {
            return _reader.ReadLine();
        }
        catch (InvalidDataException exception)
        {
            throw new TraceFormatException(line, "the gzip data is damaged.", exception);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }
}
