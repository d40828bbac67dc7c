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
    private const int MostDigits = 6;

    private readonly int _bits;
    private readonly Span<int> _terms;
    private readonly Span<ulong> _seen;
    private PromptCounts _counts;
    private uint _previous;
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
        int position = 0;
        while (position < text.Length)
        {
            CharKind kind = CharKinds.Of(text[position]);
            position += kind switch
            {
                CharKind.Letter or CharKind.Upper => Word(text[position..]),
                CharKind.Digit => Number(text[position..]),
                _ => Mark(text[position], kind),
            };
        }
    }

    // Each returns how many characters it took. A word is taken in one tight loop: most of a prompt is words.
    private int Word(ReadOnlySpan<char> text)
    {
        uint hash = TermHash.Empty;
        int length = 0;
        int upper = 0;
        for (; length < text.Length; length++)
        {
            char character = text[length];
            CharKind kind = CharKinds.Of(character);
            if (kind is not (CharKind.Letter or CharKind.Upper))
            {
                break;
            }

            upper += kind == CharKind.Upper ? 1 : 0;
            hash = TermHash.Append(hash, character < 128 ? (char)(character | 0x20) : char.ToLowerInvariant(character));
        }

        _counts.Add(CharKind.Upper, upper);
        EndWord(hash, length, length < text.Length ? text[length] : '\0');
        return length;
    }

    private int Mark(char character, CharKind kind)
    {
        if (kind == CharKind.Foreign)
        {
            EndWord(TermHash.Append(TermHash.Empty, character), length: 1, next: '\0');
        }

        _counts.Add(kind, 1);
        _atLineStart = kind == CharKind.NewLine || (_atLineStart && kind == CharKind.Space);
        return 1;
    }

    private void EndWord(uint hash, int length, char next)
    {
        // "A. " and "b) " at the beginning of a line are options.
        if (_atLineStart && length == 1 && next is '.' or ')')
        {
            _counts.ListItems++;
        }

        _counts.Words++;
        _counts.WordChars += length;
        _counts.LongWords += length > LongWord ? 1 : 0;
        if (length <= CueWords.MaxLength)
        {
            _counts.Add(CueWords.Of(hash));
        }

        AddTerm(hash);
        _atLineStart = false;
    }

    // A number counts by how long it is: its value says little about the next prompt.
    private int Number(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && CharKinds.Of(text[length]) == CharKind.Digit)
        {
            length++;
        }

        _counts.Add(CharKind.Digit, length);
        _counts.Numbers++;
        _counts.LongestNumber = Math.Max(_counts.LongestNumber, length);
        _counts.ListItems += _atLineStart ? 1 : 0;
        AddTerm(TermHash.Append(TermHash.Empty, (char)Math.Min(length, MostDigits)));
        _atLineStart = false;
        return length;
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
