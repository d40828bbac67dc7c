namespace TokenFinOps.Embeddings.Words;

internal ref partial struct WordScanner
{
    // 1,000 and 3.5, but not "in 2015, 300" nor the end of a sentence.
    private bool TakeSeparator(char character)
    {
        if (character == '.' && DigitsAt(_position + 1) > 0)
        {
            Append('.');
            return true;
        }

        return character == ',' && DigitsAt(_position + 1) == 3 && DigitsBefore(_position) <= 3;
    }

    // A short prefix joins: e-mail, wi-fi, co-founder, t-shirt.
    private readonly bool TakeJoint(char character) =>
        character == '-' && _length <= 2 && _position + 1 < _text.Length && Glyphs.KindOf(_text[_position + 1]) == GlyphKind.Letter;

    private void TakeSuffix()
    {
        int end = _position;
        while (end < _text.Length && end - _position < 2 && _text[end] is '+' or '#')
        {
            end++;
        }

        if (end > _position && (end == _text.Length || (Glyphs.KindOf(_text[end]) != GlyphKind.Letter && _text[end] is not ('+' or '#'))))
        {
            for (; _position < end; _position++)
            {
                Append(_text[_position]);
            }
        }
        else if (_position + 1 < _text.Length && Glyphs.IsApostrophe(_text[_position]))
        {
            TakeContraction();
        }
    }

    // 's, 're, 've, 'll, 'd and 'm say nothing that is not said elsewhere; n't is a word.
    private void TakeContraction()
    {
        int end = _position + 1;
        while (end < _text.Length && char.IsAsciiLetter(_text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> rest = _text[(_position + 1)..end];
        if (rest.Equals("t", StringComparison.OrdinalIgnoreCase) && _length > 2 && _buffer[_length - 1] == 'n')
        {
            _length -= Word is "can" ? 0 : 1;
            Hash = FeatureHash.Of(Word);
            _notNext = true;
            _position = end;
        }
        else if (rest.Length <= 2 && (rest.Equals("s", StringComparison.OrdinalIgnoreCase) || rest.Equals("re", StringComparison.OrdinalIgnoreCase)
            || rest.Equals("ve", StringComparison.OrdinalIgnoreCase) || rest.Equals("ll", StringComparison.OrdinalIgnoreCase)
            || rest.Equals("d", StringComparison.OrdinalIgnoreCase) || rest.Equals("m", StringComparison.OrdinalIgnoreCase)))
        {
            _position = end;
        }
    }

    private readonly int DigitsAt(int position)
    {
        int end = position;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        return end - position;
    }

    private readonly int DigitsBefore(int position)
    {
        int start = position;
        while (start > 0 && char.IsAsciiDigit(_text[start - 1]))
        {
            start--;
        }

        return position - start;
    }
}
