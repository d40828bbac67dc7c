namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads a number as people and models write it: with signs, currencies, thousands separators, fractions, powers of ten, scales and units.</summary>
/// <remarks>
/// <para>A comma before exactly three digits separates thousands. A number that begins with a needless zero is a code, and none.</para>
/// <para>A bare number, one in dollars and one in metres are alike; 5 km is 5,000 m; 50 % is 0.5.</para>
/// </remarks>
internal static class NumberReader
{
    private const int LongestNumber = 200;

    /// <param name="text">The text, unified and without Markdown around it.</param>
    /// <param name="countsAnything">Plain nouns after the number say what is counted.</param>
    /// <param name="number">The number, in its base unit.</param>
    public static bool TryRead(ReadOnlySpan<char> text, bool countsAnything, out Quantity number)
    {
        number = default;
        ReadOnlySpan<char> rest = WithoutName(text.Trim(" *_"));
        if (rest.Length > LongestNumber)
        {
            return false;
        }

        bool isNegative = TakeSign(ref rest);
        string? currency = Currencies.TakeSymbol(ref rest);
        isNegative ^= TakeSign(ref rest);

        // An amount in brackets is a loss to those who keep books, and the plain amount to everybody else.
        if ((currency is not null && rest is ['(', ..]) || !TryTake(ref rest, out ExactNumber value))
        {
            return false;
        }

        return UnitReader.TryApply(rest, isNegative ? -value : value, currency, countsAnything, out number);
    }

    // x = 5, = 5, ≈ 5
    private static ReadOnlySpan<char> WithoutName(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text is [var name, ..] && char.IsLetter(name) ? text[1..].TrimStart() : text;
        return rest is ['=' or '≈', ..] ? rest[1..].TrimStart() : text;
    }

    private static bool TakeSign(ref ReadOnlySpan<char> text)
    {
        foreach (string word in (ReadOnlySpan<string>)["minus ", "negative "])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                text = text[word.Length..].TrimStart();
                return true;
            }
        }

        if (text is not ['-' or '+', ..])
        {
            return false;
        }

        bool isNegative = text[0] == '-';
        text = text[1..].TrimStart();
        return isNegative;
    }

    // 3, 3/4, (3)/(4), 1 3/4, 3×10^4
    private static bool TryTake(ref ReadOnlySpan<char> text, out ExactNumber value)
    {
        if (!TryTakeFraction(ref text, out value, out bool isWhole))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.TrimStart();
        if (isWhole && rest.Length < text.Length && TryTakeFraction(ref rest, out ExactNumber part, out bool isSecondWhole) && !isSecondWhole)
        {
            value += part;
            text = rest;
            return true;
        }

        return TryTakePower(ref text, ref value) && text.TrimStart() is not ['^' or '/' or '*' or '×' or '!', ..];
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<char> text, out ExactNumber value, out bool isWhole)
    {
        isWhole = true;
        ReadOnlySpan<char> rest = text;
        if (!TryTakeOperand(ref rest, out value))
        {
            return false;
        }

        ReadOnlySpan<char> under = rest.TrimStart();
        if (under is ['/', ..])
        {
            under = under[1..].TrimStart();
            if (!TryTakeOperand(ref under, out ExactNumber divisor) || divisor.IsZero)
            {
                return false;
            }

            value = value.DividedBy(divisor);
            rest = under;
            isWhole = false;
        }

        text = rest;
        return true;
    }

    private static bool TryTakeOperand(ref ReadOnlySpan<char> text, out ExactNumber value)
    {
        if (text is not ['(', ..])
        {
            return PlainNumber.TryTake(ref text, out value);
        }

        ReadOnlySpan<char> inner = text[1..].TrimStart();
        bool isNegative = TakeSign(ref inner);
        if (!PlainNumber.TryTake(ref inner, out value) || inner.TrimStart() is not [')', .. var after])
        {
            return false;
        }

        value = isNegative ? -value : value;
        text = after;
        return true;
    }

    private static bool TryTakePower(ref ReadOnlySpan<char> text, ref ExactNumber value)
    {
        ReadOnlySpan<char> rest = text.TrimStart();
        if (rest is not ['×' or '*' or 'x', ..] || rest[1..].TrimStart() is not ['1', '0', '^', .. var exponent])
        {
            return true;
        }

        exponent = exponent is ['{' or '(', ..] ? exponent[1..] : exponent;
        int digits = exponent is ['-' or '+', ..] ? 1 : 0;
        while (digits < exponent.Length && char.IsAsciiDigit(exponent[digits]))
        {
            digits++;
        }

        if (!ExactNumber.TryParse($"1e{exponent[..digits]}", out ExactNumber power))
        {
            return false;
        }

        value *= power;
        text = exponent[digits..].TrimStart("})");
        return true;
    }
}
