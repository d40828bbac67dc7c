using System.Globalization;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>The numbers of a text by value: <c>1,000</c>, <c>1000</c>, <c>1k</c> and <c>one thousand</c> are one number.</summary>
internal ref struct NumberList
{
    private const int MostSoft = 8;

    private readonly Span<double> _values;
    private readonly Span<double> _soft;
    private double _pending;
    private double _thousands;
    private bool _isOpen;
    private bool _isLoneOne;

    /// <param name="values">Room for the values and eight more; numbers beyond are counted and not kept.</param>
    public NumberList(Span<double> values)
    {
        _soft = values[^MostSoft..];
        _values = values[..^MostSoft];
    }

    /// <summary>Gets how many numbers there are, soft ones left out.</summary>
    public int Count { get; private set; }

    /// <summary>Gets whether there were more than are kept.</summary>
    public readonly bool IsCut => Count > _values.Length;

    /// <summary>Gets how many soft numbers there are: a lone <c>one</c>, which may be a pronoun, and ordinals. They may stand for a number of the other text, and for none.</summary>
    public int SoftCount { get; private set; }

    /// <summary>Gets the values, sorted.</summary>
    public readonly ReadOnlySpan<double> Values => _values[..Math.Min(Count, _values.Length)];

    public readonly ReadOnlySpan<double> Soft => _soft[..SoftCount];

    public void Read(in GuardedText text)
    {
        foreach (ref readonly GuardedWord word in text.Words)
        {
            ReadWord(text.Text, word);
        }

        Close();
        if (Count > 1)
        {
            _values[..Math.Min(Count, _values.Length)].Sort();
        }
    }

    private void ReadWord(ReadOnlySpan<char> text, in GuardedWord word)
    {
        double value = 0;
        NumberPart part = word.Kind == WordKind.Word ? NumberWords.Find(word.Hash, out value) : NumberPart.None;
        if (part is NumberPart.Unit or NumberPart.Ten)
        {
            AddUnit(value);
        }
        else if (part == NumberPart.Scale && (_isOpen || value >= 12))
        {
            Scale(value, isBare: !_isOpen, written: text[word.Start..word.End]);
        }
        else if (part == NumberPart.Roman && word.Has(WordMarks.Capitals))
        {
            Close();
            Keep(value);
        }
        else if (part == NumberPart.Ordinal)
        {
            Close();
            KeepSoft(value);
        }
        else if (word.Kind is WordKind.Number or WordKind.Word)
        {
            ReadDigits(text, word);
        }
    }

    private void ReadDigits(ReadOnlySpan<char> text, in GuardedWord word)
    {
        ReadOnlySpan<char> written = text[word.Start..word.End];
        bool hasDigit = word.Kind == WordKind.Number || GuardedText.HasDigit(written);
        if (!hasDigit)
        {
            // "one hundred and five"
            if (!(_isOpen && written is "and" or "AND"))
            {
                Close();
            }

            return;
        }

        Close();
        bool isNegative = char.IsDigit(written[0]) && word.Start > 0 && text[word.Start - 1] == '-' && (word.Start == 1 || text[word.Start - 2] is ' ' or '(' or '=');
        for (int start = 0; start < written.Length;)
        {
            start = ReadRun(written, start, isNegative);
        }
    }

    private int ReadRun(ReadOnlySpan<char> written, int start, bool isNegative)
    {
        while (start < written.Length && !char.IsDigit(written[start]))
        {
            start++;
        }

        int end = start;
        Span<char> digits = stackalloc char[32];
        int count = 0;
        for (; end < written.Length && (char.IsDigit(written[end]) || (written[end] is '.' or ',' && end + 1 < written.Length && char.IsDigit(written[end + 1]))); end++)
        {
            if (written[end] != ',' && count < digits.Length)
            {
                digits[count++] = Glyphs.Fold(written[end]);
            }
        }

        if (count == 0)
        {
            return end;
        }

        Close();
        double value = double.TryParse(digits[..count], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double parsed) ? parsed : FeatureHash.Of(digits[..count]);
        _pending = isNegative ? -value : value;
        _isOpen = true;
        ReadOnlySpan<char> suffix = written[end..];
        if (suffix is "k" or "K" or "bn" or "mn")
        {
            Scale(suffix is "k" or "K" ? 1e3 : suffix is "bn" ? 1e9 : 1e6, isBare: false, suffix);
            return written.Length;
        }

        return end;
    }

    // Twenty five and hundred five add up; one two and 20 5 are two numbers.
    private void AddUnit(double value)
    {
        bool continues = _isOpen && ((_pending % 100 == 0 && _pending != 0) || (_pending == 0 && _thousands > 0) || (value is > 0 and < 10 && _pending % 100 is >= 20 && _pending % 10 == 0));
        if (!continues)
        {
            Close();
            _isLoneOne = value == 1;
        }
        else
        {
            _isLoneOne = false;
        }

        _pending += value;
        _isOpen = true;
    }

    private void Scale(double value, bool isBare, ReadOnlySpan<char> written)
    {
        // A lone k is a letter.
        if (isBare && written.Length < 3)
        {
            return;
        }

        _isLoneOne = false;
        _pending = (isBare ? 1 : _pending) * value;
        if (value >= 1_000)
        {
            _thousands += _pending;
            _pending = 0;
        }

        _isOpen = true;
    }

    private void Close()
    {
        if (_isOpen && _isLoneOne)
        {
            KeepSoft(1);
        }
        else if (_isOpen)
        {
            Keep(_thousands + _pending);
        }

        (_pending, _thousands, _isOpen, _isLoneOne) = (0, 0, false, false);
    }

    private void KeepSoft(double value)
    {
        if (SoftCount < MostSoft)
        {
            _soft[SoftCount++] = value;
        }
    }

    private void Keep(double value)
    {
        if (Count < _values.Length)
        {
            _values[Count] = value;
        }

        Count++;
    }
}
