using System.Buffers;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>One of the two texts, read once: its words, which alternatives of which fields it has, its numbers.</summary>
internal ref struct GuardedText
{
    private const int FewWords = 32;

    private readonly ulong[] _fields;
    private readonly int _fieldCount;
    private GuardedWord[] _words;
    private ulong[] _stems;
    private int _count;
    private float _said;

    public GuardedText(ReadOnlySpan<char> text)
    {
        Text = text;
        _words = ArrayPool<GuardedWord>.Shared.Rent(FewWords);
        _fieldCount = FieldTable.Shared.Count;
        _fields = ArrayPool<ulong>.Shared.Rent(_fieldCount);
        _fields.AsSpan(0, _fieldCount).Clear();
        Read();
        _stems = ArrayPool<ulong>.Shared.Rent(Math.Max(1, _count));
        for (int i = 0; i < _count; i++)
        {
            _stems[i] = _words[i].Stem;
        }

        _stems.AsSpan(0, _count).Sort();
    }

    public ReadOnlySpan<char> Text { get; }

    public readonly ReadOnlySpan<GuardedWord> Words => _words.AsSpan(0, _count);

    public readonly ReadOnlySpan<ulong> Fields => _fields.AsSpan(0, _fieldCount);

    /// <summary>Gets whether the text says nothing that could be compared.</summary>
    public readonly bool IsEmpty => _said < 2;

    /// <summary>Gets whether a capital may say that a word is a name: not where all words begin with one, nor where none does.</summary>
    public bool HasCapitals { get; private set; }

    /// <summary>Gets whether a word is written like an identifier.</summary>
    public bool HasInnerCapitals { get; private set; }

    /// <summary>Gets whether a number may be in the text, in digits or in words.</summary>
    public bool HasNumbers { get; private set; }

    /// <summary>Gets how many of the words negate.</summary>
    public int Negations { get; private set; }

    /// <summary>Tells whether a word with this stem is in the text.</summary>
    public readonly bool Contains(ulong stem) => _stems.AsSpan(0, _count).BinarySearch(stem) >= 0;

    public readonly void Dispose()
    {
        ArrayPool<GuardedWord>.Shared.Return(_words);
        ArrayPool<ulong>.Shared.Return(_fields);
        ArrayPool<ulong>.Shared.Return(_stems);
    }

    private void Read()
    {
        Span<char> buffer = stackalloc char[WordScanner.LongestWord];
        var scanner = new WordScanner(Text, buffer);
        int words = 0;
        int capitals = 0;
        while (scanner.MoveNext())
        {
            if (_count == _words.Length)
            {
                Grow();
            }

            GuardedWord word = WordOf(scanner.Hash, buffer, scanner.Word.Length, scanner.Start, scanner.End, scanner.Kind, scanner.BeginsSentence);
            Place(word);
            _words[_count++] = word;
            words += word.Kind == WordKind.Word ? 1 : 0;
            HasNumbers |= word.Kind == WordKind.Number || (word.Kind == WordKind.Word && (NumberWords.Find(word.Hash, out _) != NumberPart.None || HasDigit(Text[word.Start..word.End])));
            HasInnerCapitals |= word.Kind == WordKind.Word && CodeRule.HasInnerCapital(Text[word.Start..word.End]);
            capitals += word.Has(WordMarks.Capital) ? 1 : 0;
            Negations += word.Has(WordMarks.Negation) ? 1 : 0;
            _said += word.Has(WordMarks.Empty) || word.Kind == WordKind.Not ? 0 : word.Has(WordMarks.Weak) ? 1 : 2;
        }

        HasCapitals = capitals > 0 && (words < 4 || capitals * 5 < words * 4);
    }

    private readonly GuardedWord WordOf(ulong hash, Span<char> buffer, int length, int start, int end, WordKind kind, bool beginsSentence)
    {
        WordMarks marks = beginsSentence ? WordMarks.BeginsSentence : WordMarks.None;
        if (kind != WordKind.Word)
        {
            return new GuardedWord(hash, hash, start, end, kind, kind == WordKind.Not ? marks | WordMarks.Negation : marks);
        }

        ReadOnlySpan<char> written = Text[start..end];
        if (char.IsUpper(written[0]))
        {
            bool isCapitals = written.Length > 1 && char.IsUpper(written[1]) && IsAllCapitals(written);
            marks |= isCapitals ? WordMarks.Capital | WordMarks.Capitals : WordMarks.Capital;
        }

        marks |= EnglishLexicon.TierOf(hash) switch { 1 => WordMarks.Empty, 2 => WordMarks.Weak, 3 => WordMarks.Common, _ => WordMarks.None };
        marks |= GuardLexicon.IsNegation(hash) ? WordMarks.Negation : WordMarks.None;
        ulong stem = FeatureHash.Of(buffer[..EnglishStemmer.Stem(buffer[..length])]);
        uint name = GuardLexicon.NameOf(hash, (marks & WordMarks.Capitals) != 0);
        name = name == 0 ? GuardLexicon.NameOf(stem, (marks & WordMarks.Capitals) != 0) : name;
        return name == 0
            ? new GuardedWord(stem, hash, start, end, kind, marks)
            : new GuardedWord(FeatureHash.Mix(name), hash, start, end, kind, marks | WordMarks.Known);
    }

    private readonly void Place(GuardedWord word)
    {
        foreach (FieldPlace place in FieldTable.Shared.Find(word.Hash, word.Stem))
        {
            bool isMeant = place.Mark switch
            {
                '^' => word.Has(WordMarks.Capital) && !word.Has(WordMarks.BeginsSentence),
                '+' => _count > 0 && GuardLexicon.TakesParticle(_words[_count - 1].Stem),
                '#' => _count > 0 && _words[_count - 1].Kind == WordKind.Number,
                '!' => _count > 1 && GuardLexicon.IsUsedTo(_words[_count - 2].Hash, _words[_count - 1].Hash),
                '-' => _count == 0 || !_words[_count - 1].Has(WordMarks.Empty),
                _ => true,
            };
            if (isMeant)
            {
                _fields[place.Field] |= 1UL << place.Alternative;
            }
        }
    }

    private static bool IsAllCapitals(ReadOnlySpan<char> word)
    {
        foreach (char character in word)
        {
            if (char.IsLower(character))
            {
                return false;
            }
        }

        return true;
    }

    public static bool HasDigit(ReadOnlySpan<char> word)
    {
        foreach (char character in word)
        {
            if (char.IsDigit(character))
            {
                return true;
            }
        }

        return false;
    }

    private void Grow()
    {
        GuardedWord[] larger = ArrayPool<GuardedWord>.Shared.Rent(_words.Length * 2);
        _words.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<GuardedWord>.Shared.Return(_words);
        _words = larger;
    }
}
