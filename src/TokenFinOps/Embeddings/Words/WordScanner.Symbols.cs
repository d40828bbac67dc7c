using System.Globalization;

namespace TokenFinOps.Embeddings.Words;

internal ref partial struct WordScanner
{
    // .NET and node.js, but not the end of a sentence that lacks a space behind it.
    private readonly bool IsDotWord()
    {
        int next = _position + 1;
        if (next >= _text.Length || !char.IsAsciiLetter(_text[next]))
        {
            return false;
        }

        bool isInside = _position > 0 && char.IsAsciiLetterOrDigit(_text[_position - 1]);
        return isInside
            ? !(char.IsAsciiLetterUpper(_text[next]) && char.IsAsciiLetterLower(_text[_position - 1]) && next + 1 < _text.Length && char.IsAsciiLetterLower(_text[next + 1]))
            : _position == 0 || _text[_position - 1] != '.';
    }

    // Hyphens and slashes between words, marks of Markdown and exclamations are no operators.
    private bool TakeSymbol()
    {
        int start = _position;
        if (!char.IsAscii(_text[start]))
        {
            return TakePicture();
        }

        while (_position < _text.Length && char.IsAscii(_text[_position]) && Glyphs.KindOf(_text[_position]) == GlyphKind.Symbol)
        {
            _position++;
        }

        ReadOnlySpan<char> run = _text[start.._position];
        if (IsOrnament(run, start))
        {
            _isAfterStop |= run[0] == '!';
            return false;
        }

        Begin(start);
        foreach (char character in run)
        {
            Append(character);
        }

        Kind = WordKind.Symbol;
        return true;
    }

    private readonly bool IsOrnament(ReadOnlySpan<char> run, int start)
    {
        bool isBetweenWords = start > 0 && _position < _text.Length && char.IsLetter(_text[start - 1]) && char.IsLetter(_text[_position]);
        return run switch
        {
            "-" or "/" or "\\" => isBetweenWords || !IsBetweenDigits(start),
            "--" or "---" or "~" or "#" or "##" or "###" or "**" or "***" or "@" => true,
            _ => run.Trim('!').IsEmpty || run.Length > 8,
        };
    }

    private readonly bool IsBetweenDigits(int start) =>
        start > 0 && _position < _text.Length && char.IsAsciiDigit(_text[_position]) && char.IsAsciiDigit(_text[start - 1]);

    private bool TakePicture()
    {
        Begin(_position);
        int length = _position + 1 < _text.Length && char.IsSurrogatePair(_text[_position], _text[_position + 1]) ? 2 : 1;
        bool isLetter = length == 2 && CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(_text[_position], _text[_position + 1])) == UnicodeCategory.OtherLetter;
        for (int i = 0; i < length; i++)
        {
            Append(_text[_position++]);
        }

        Kind = isLetter ? WordKind.Character : WordKind.Symbol;
        return true;
    }
}
