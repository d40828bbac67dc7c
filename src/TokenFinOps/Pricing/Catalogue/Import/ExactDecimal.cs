namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads a decimal number, exponents included, exactly or not at all: prices such as <c>4e-07</c> never pass through a float.</summary>
internal static class ExactDecimal
{
    private const int LongestText = 128;
    private const int MostScale = 28;

    private static readonly UInt128 Largest = (UInt128.One << 96) - 1;

    /// <summary>Reads a number such as <c>0.25</c>, <c>-3</c> or <c>2.5E-06</c>.</summary>
    /// <returns><see langword="false"/> when the text is no number, or has more digits than a <see cref="decimal"/> holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> rest = negative ? text[1..] : text;
        if (text.Length > LongestText || !TrySplit(rest, out ReadOnlySpan<byte> digits, out int exponent))
        {
            return false;
        }

        return TryDigits(digits, ref exponent, out UInt128 mantissa) && TryMake(mantissa, exponent, negative, out value);
    }

    private static bool TrySplit(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> digits, out int exponent)
    {
        int e = text.IndexOfAny((byte)'e', (byte)'E');
        digits = e < 0 ? text : text[..e];
        exponent = 0;
        return e < 0
            || (System.Buffers.Text.Utf8Parser.TryParse(text[(e + 1)..], out exponent, out int used)
                && used == text.Length - e - 1
                && exponent is > -1_000 and < 1_000);
    }

    // Gathers the significant digits; the exponent then says where the point belongs.
    private static bool TryDigits(ReadOnlySpan<byte> text, ref int exponent, out UInt128 mantissa)
    {
        mantissa = 0;
        int zeros = 0;
        bool pointSeen = false;
        bool digitSeen = false;
        foreach (byte c in text)
        {
            if (c == '.' && !pointSeen)
            {
                pointSeen = true;
                continue;
            }

            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            digitSeen = true;
            exponent -= pointSeen ? 1 : 0;
            if (c == '0')
            {
                zeros++;
                continue;
            }

            if (!TryShift(ref mantissa, zeros + 1))
            {
                return false;
            }

            mantissa += (uint)(c - '0');
            zeros = 0;
        }

        exponent += zeros;
        return digitSeen && mantissa <= Largest;
    }

    private static bool TryMake(UInt128 mantissa, int exponent, bool negative, out decimal value)
    {
        value = 0;
        if (mantissa == 0)
        {
            return true;
        }

        if (exponent < -MostScale || (exponent > 0 && !TryShift(ref mantissa, exponent)))
        {
            return false;
        }

        ulong low = (ulong)mantissa;
        value = new decimal((int)low, (int)(low >> 32), (int)(uint)(mantissa >> 64), negative, (byte)Math.Max(0, -exponent));
        return true;
    }

    private static bool TryShift(ref UInt128 mantissa, int places)
    {
        for (int i = 0; i < places && mantissa != 0; i++)
        {
            mantissa *= 10;
            if (mantissa > Largest)
            {
                return false;
            }
        }

        return true;
    }
}
