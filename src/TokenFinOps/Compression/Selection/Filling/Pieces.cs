using System.Globalization;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Writes kept parts of one source: neighbours with what stands between them, others with a mark of omission.</summary>
internal ref struct Pieces(string source, RentedList<char> text, RentedList<TextRange> kept, string? marker)
{
    private int _start = -1;
    private int _end;

    /// <summary>Adds a part that stands behind all that were added.</summary>
    /// <param name="start">Where it begins in the source.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="copies">How many copies of it were left out, which is written behind it.</param>
    public void Add(int start, int end, int copies)
    {
        ReadOnlySpan<char> gap = source.AsSpan(_end, start - _end);
        if (!gap.IsWhiteSpace())
        {
            Close();
            Omit(gap, isFirst: _end == 0, isLast: false);
            _start = start;
        }
        else if (_start < 0)
        {
            text.AddRange(_end == 0 ? default : gap);
            _start = start;
        }

        text.AddRange(_start == start ? source.AsSpan(start, end - start) : source.AsSpan(_end, end - _end));
        _end = end;
        if (copies > 0)
        {
            Close();
            text.AddRange(string.Create(CultureInfo.InvariantCulture, $" [×{copies + 1}]"));
        }
    }

    /// <summary>Ends the source.</summary>
    public void Finish()
    {
        Close();
        ReadOnlySpan<char> rest = source.AsSpan(_end);
        if (!rest.IsWhiteSpace())
        {
            Omit(rest, isFirst: false, isLast: true);
        }
    }

    private void Close()
    {
        if (_start >= 0)
        {
            kept.Add(new TextRange(_start, _end));
            _start = -1;
        }
    }

    private readonly void Omit(ReadOnlySpan<char> gap, bool isFirst, bool isLast)
    {
        // Lines stay lines.
        char space = gap[..(gap.Length - gap.TrimStart().Length)].Contains('\n') || gap[gap.TrimEnd().Length..].Contains('\n') ? '\n' : ' ';
        if (!isFirst)
        {
            text.Add(space);
        }

        text.AddRange(marker);
        if (!isLast && marker is { Length: > 0 })
        {
            text.Add(space);
        }
    }
}
