namespace TokenFinOps.Routing.Complexity;

/// <summary>Reads a prompt once: which hashed words and pairs of words it has, and what it looks like. Allocates nothing.</summary>
/// <remarks>Of a long prompt it reads the first and the last <see cref="Window"/> characters: the task is at one of the two ends.</remarks>
internal ref struct PromptReader
{
    /// <summary>How many characters of either end are read.</summary>
    public const int Window = 2_000;

    /// <summary>How many different terms are kept; a longer text of single-character words loses the rest.</summary>
    public const int MaxTerms = 4_096;

    private const int LongWord = 8;

    private readonly int _bits;
    private readonly Span<int> _terms;
    private readonly Span<ulong> _seen;
    private PromptCounts _counts;
    private uint _word;
    private uint _previous;
    private int _wordLength;
    private int _digits;
    private bool _atLineStart;

    private PromptReader(int bits, Span<int> terms, Span<ulong> seen)
    {
        _bits = bits;
        _terms = terms;
        _seen = seen;
    }

    /// <summary>Gets how many words a bitmap of all terms takes.</summary>
    public static int SeenWords(int bits) => (1 << bits) / 64;

    /// <summary>Reads a prompt.</summary>
    /// <param name="prompt">The text.</param>
    /// <param name="bits">How many bits a term's number has.</param>
    /// <param name="terms">Takes the terms, each once: <see cref="MaxTerms"/> of them.</param>
    /// <param name="seen">Zeroes, <see cref="SeenWords"/> of them.</param>
    /// <param name="features">Takes the other features: <see cref="PromptCounts.Features"/> of them.</param>
    /// <returns>How many terms there are.</returns>
    public static int Read(ReadOnlySpan<char> prompt, int bits, Span<int> terms, Span<ulong> seen, Span<float> features)
    {
        var reader = new PromptReader(bits, terms, seen);
        if (prompt.Length <= 2 * Window)
        {
            reader.Scan(prompt);
        }
        else
        {
            reader.Scan(prompt[..Window]);
            reader.Scan(prompt[^Window..]);
        }

        reader._counts.Length = prompt.Length;
        reader._counts.Fill(features);
        return reader._counts.DistinctTerms;
    }

    private void Scan(ReadOnlySpan<char> text)
    {
        _previous = 0;
        _atLineStart = true;
        _counts.Scanned += text.Length;
        foreach (char character in text)
        {
            CharKind kind = CharKinds.Of(character);
            _counts.Add(kind);
            Take(character, kind);
        }

        EndWord(next: '\0');
        EndNumber();
    }

    private void Take(char character, CharKind kind)
    {
        switch (kind)
        {
            case CharKind.Letter:
                Extend(character < 128 ? character : char.ToLowerInvariant(character));
                break;
            case CharKind.Upper:
                Extend((char)(character | 0x20));
                break;
            case CharKind.Digit:
                EndWord(character);
                _digits++;
                break;
            case CharKind.Foreign:
                EndWord(character);
                EndNumber();
                Extend(character);
                EndWord(character);
                break;
            default:
                EndWord(character);
                EndNumber();
                _atLineStart = kind == CharKind.NewLine || (_atLineStart && kind == CharKind.Space);
                break;
        }
    }

    private void Extend(char lower)
    {
        if (_wordLength == 0)
        {
            EndNumber();
            _word = TermHash.Empty;
        }

        _word = TermHash.Append(_word, lower);
        _wordLength++;
    }

    private void EndWord(char next)
    {
        if (_wordLength == 0)
        {
            return;
        }

        // "A. " and "b) " at the beginning of a line are options.
        if (_atLineStart && _wordLength == 1 && next is '.' or ')')
        {
            _counts.ListItems++;
        }

        _counts.Words++;
        _counts.WordChars += _wordLength;
        _counts.LongWords += _wordLength > LongWord ? 1 : 0;
        if (_wordLength <= CueWords.MaxLength)
        {
            _counts.Add(CueWords.Of(_word));
        }

        AddTerm(_word);
        _wordLength = 0;
        _atLineStart = false;
    }

    // A number counts by how long it is: its value says little about the next prompt.
    private void EndNumber()
    {
        if (_digits == 0)
        {
            return;
        }

        _counts.Numbers++;
        _counts.LongestNumber = Math.Max(_counts.LongestNumber, _digits);
        _counts.ListItems += _atLineStart ? 1 : 0;
        AddTerm(TermHash.Append(TermHash.Empty, (char)Math.Min(_digits, 6)));
        _digits = 0;
        _atLineStart = false;
    }

    private void AddTerm(uint hash)
    {
        Keep(TermHash.Bucket(hash, _bits));
        if (_previous != 0)
        {
            Keep(TermHash.Bucket(TermHash.OfPair(_previous, hash), _bits));
        }

        _previous = hash;
    }

    private void Keep(int term)
    {
        _counts.Terms++;
        ref ulong word = ref _seen[term >> 6];
        ulong bit = 1UL << (term & 63);
        if ((word & bit) == 0 && _counts.DistinctTerms < _terms.Length)
        {
            word |= bit;
            _terms[_counts.DistinctTerms++] = term;
        }
    }
}
