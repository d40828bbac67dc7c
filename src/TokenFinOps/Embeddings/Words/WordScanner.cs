namespace TokenFinOps.Embeddings.Words;

/// <summary>
/// Reads the words of a text, one after the other, without allocating. Words are folded; <c>C</c>, <c>C++</c>, <c>C#</c>, <c>.NET</c> and operators are words of
/// their own; <c>1,000</c> is <c>1000</c>; <c>don't</c> is <c>do</c> and a <see cref="WordKind.Not"/>; scripts without spaces give characters and pairs of them.
/// </summary>
internal ref partial struct WordScanner
{
    /// <summary>How many characters of a word are kept; the hash has all of them.</summary>
    public const int LongestWord = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<char> _buffer;
    private int _position;
    private int _length;
    private bool _pairNext;
    private bool _notNext;
    private bool _isAfterStop;

    /// <param name="text">The text.</param>
    /// <param name="buffer">Room for <see cref="LongestWord"/> characters.</param>
    public WordScanner(ReadOnlySpan<char> text, Span<char> buffer)
    {
        _text = text;
        _buffer = buffer;
        _isAfterStop = true;
    }

    /// <summary>Gets what the current piece is.</summary>
    public WordKind Kind { get; private set; }

    /// <summary>Gets the hash of the whole current word.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Gets where the current word begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Gets where what follows the current word begins.</summary>
    public readonly int End => _position;

    /// <summary>Gets whether the current word is the first of a sentence, a line, or behind a colon or an opening quotation mark.</summary>
    public bool BeginsSentence { get; private set; }

    /// <summary>Gets the current word, folded, cut at <see cref="LongestWord"/>. It may be changed.</summary>
    public readonly Span<char> Word => _buffer[.._length];

    /// <summary>Goes on to the next word.</summary>
    public bool MoveNext()
    {
        if (_notNext)
        {
            return TakeNot();
        }

        if (_pairNext)
        {
            return TakePair();
        }

        while (_position < _text.Length)
        {
            char character = _text[_position];
            switch (Glyphs.KindOf(character))
            {
                case GlyphKind.Letter:
                    return TakeWord(_position);
                case GlyphKind.Dense:
                    return TakeCharacter();
                case GlyphKind.Symbol:
                    if (TakeSymbol())
                    {
                        return true;
                    }

                    break;
                case GlyphKind.Gap when character == '.' && IsDotWord():
                    _position++;
                    return TakeWord(_position - 1);
                default:
                    _isAfterStop |= character is '.' or '!' or '?' or '\n' or ':' or '"' or '\u201C' or '\u2026';
                    _position++;
                    break;
            }
        }

        return false;
    }

    private void Begin(int start)
    {
        Start = start;
        Hash = FeatureHash.Empty;
        _length = 0;
        BeginsSentence = _isAfterStop;
        _isAfterStop = false;
    }

    private void Append(char folded)
    {
        Hash = FeatureHash.Append(Hash, folded);
        if (_length < LongestWord)
        {
            _buffer[_length++] = folded;
        }
    }

    private bool TakeWord(int start)
    {
        Begin(start);
        if (start < _position)
        {
            Append('.');
        }

        bool isNumber = start == _position;
        for (; _position < _text.Length; _position++)
        {
            char character = _text[_position];
            GlyphKind kind = Glyphs.KindOf(character);
            if (kind == GlyphKind.Letter)
            {
                char folded = Glyphs.Fold(character);
                isNumber &= char.IsAsciiDigit(folded);
                Append(folded);
            }
            else if (kind != GlyphKind.Ignored && !(isNumber ? TakeSeparator(character) : TakeJoint(character)))
            {
                break;
            }
        }

        Kind = isNumber ? WordKind.Number : WordKind.Word;
        if (!isNumber)
        {
            TakeSuffix();
        }

        return true;
    }

    private bool TakeNot()
    {
        _notNext = false;
        Begin(_position);
        foreach (char character in "not")
        {
            Append(character);
        }

        Kind = WordKind.Not;
        return true;
    }

    private bool TakeCharacter()
    {
        Begin(_position);
        Append(Glyphs.Fold(_text[_position++]));
        Kind = WordKind.Character;
        _pairNext = _position < _text.Length && Glyphs.KindOf(_text[_position]) == GlyphKind.Dense;
        return true;
    }

    private bool TakePair()
    {
        _pairNext = false;
        Begin(_position - 1);
        Append(Glyphs.Fold(_text[_position - 1]));
        Append(Glyphs.Fold(_text[_position]));
        Kind = WordKind.Pair;
        return true;
    }
}
