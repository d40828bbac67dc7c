namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Takes digits off the beginning of a text, with separators between thousands, a point and an exponent.</summary>
internal static class PlainNumber
{
    public static bool TryTake(ref ReadOnlySpan<char> text, out ExactNumber value)
    {
        value = default;
        int end = Digits(text, 0);
        if (end > 1 && text[0] == '0')
        {
            return false;
        }

        // No group of thousands begins with a zero: 0,125 has a comma for a point.
        bool isGrouped = end is >= 1 and <= 3 && text[0] != '0';
        while (isGrouped && end < text.Length && text[end] is ',' or '_' or '\'' && Digits(text, end + 1) > end + 1)
        {
            int next = Digits(text, end + 1);
            if (next != end + 4)
            {
                return false;
            }

            end = next;
        }

        int whole = end;
        if (end < text.Length && text[end] == '.' && Digits(text, end + 1) > end + 1)
        {
            end = Digits(text, end + 1);
        }

        if (end == 0 || (whole == end && IsBrokenGroup(text, end)))
        {
            return false;
        }

        end = Exponent(text, end);
        string digits = text[..end].ToString().Replace(",", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).Replace("'", string.Empty, StringComparison.Ordinal);
        text = text[end..];
        return ExactNumber.TryParse(digits, out value);
    }

    // 1234,5 has a comma for a point, or is a list: either way it cannot be read without a doubt.
    private static bool IsBrokenGroup(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && text[at] == ',' && char.IsAsciiDigit(text[at + 1]);

    private static int Exponent(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return at;
        }

        int start = at + 1 < text.Length && text[at + 1] is '-' or '+' ? at + 2 : at + 1;
        int end = Digits(text, start);
        return end > start ? end : at;
    }

    private static int Digits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}
