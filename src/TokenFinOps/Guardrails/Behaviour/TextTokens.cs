namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Cuts a text into words, numbers and what stands between them, from left to right.</summary>
/// <remarks>Ids and moments stay whole: <c>2026-03-01T12:00:07Z</c> and <c>req_9f3a-77</c> are one token each. Letters beyond ASCII never join a number, because many scripts put no space between words.</remarks>
internal ref struct TextTokens(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public TextToken Kind { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int length = LengthOf(_rest, out TextToken kind);
        Current = _rest[..length];
        Kind = kind;
        _rest = _rest[length..];
        return true;
    }

    private static int LengthOf(ReadOnlySpan<char> text, out TextToken kind)
    {
        char first = text[0];
        if (char.IsAsciiLetterOrDigit(first))
        {
            return AsciiWord(text, out kind);
        }

        kind = char.IsWhiteSpace(first) ? TextToken.Space : IsForeign(first) ? TextToken.Word : TextToken.Mark;
        int length = 1;
        while (length < text.Length && SameKind(text[length], kind))
        {
            length++;
        }

        return length;
    }

    private static bool SameKind(char letter, TextToken kind) => kind switch
    {
        TextToken.Space => char.IsWhiteSpace(letter),
        TextToken.Word => IsForeign(letter),
        _ => !char.IsAsciiLetterOrDigit(letter) && !char.IsWhiteSpace(letter) && !IsForeign(letter),
    };

    private static int AsciiWord(ReadOnlySpan<char> text, out TextToken kind)
    {
        bool hasDigit = false;
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || Joins(text, length)))
        {
            hasDigit |= char.IsAsciiDigit(text[length]);
            length++;
        }

        kind = hasDigit ? TextToken.Number : TextToken.Word;
        return length;
    }

    private static bool Joins(ReadOnlySpan<char> text, int at) =>
        text[at] is '-' or '_' or ':' or '.' or '+' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]);

    private static bool IsForeign(char letter) => letter > 127 && (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter));
}
