namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Walks over the lines of a text. A line's end does not include its line break.</summary>
internal ref struct LineReader(ReadOnlySpan<char> text, int start, int end)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly int _end = end;
    private int _next = start;

    /// <summary>Gets where the line begins.</summary>
    public int Start { get; private set; } = start;

    /// <summary>Gets where the line ends.</summary>
    public int End { get; private set; } = start;

    /// <summary>Gets where the next line begins.</summary>
    public readonly int Next => _next;

    /// <summary>Gets the line.</summary>
    public readonly ReadOnlySpan<char> Line => _text[Start..End];

    /// <summary>Goes to the next line.</summary>
    public bool Read()
    {
        if (_next >= _end)
        {
            return false;
        }

        Start = _next;
        int length = _text[_next.._end].IndexOf('\n');
        End = length < 0 ? _end : _next + length;
        _next = length < 0 ? _end : End + 1;
        if (End > Start && _text[End - 1] == '\r')
        {
            End--;
        }

        return true;
    }
}
