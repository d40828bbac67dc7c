using System.Globalization;
using System.Numerics;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>A rational number in lowest terms, so that 0.5, 1/2 and 5e-1 are one.</summary>
internal readonly struct ExactNumber
{
    private const int MostDigits = 400;
    private const int LargestExponent = 100;

    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    public ExactNumber(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator) * (denominator.Sign < 0 ? -1 : 1);
        _numerator = numerator / common;
        _denominator = denominator / common;
    }

    public bool IsZero => _numerator.IsZero;

    /// <summary>Reads a plain number: digits, a point, an exponent, and a sign before it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        bool isNegative = text is ['-', ..];
        ReadOnlySpan<char> digits = text is ['-' or '+', ..] ? text[1..] : text;
        int exponent = 0;
        int mark = digits.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (!int.TryParse(digits[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            digits = digits[..mark];
        }

        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> part = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length + part.Length is 0 or > MostDigits || exponent is > LargestExponent or < -LargestExponent || !AreDigits(whole) || !AreDigits(part))
        {
            return false;
        }

        BigInteger value = BigInteger.Parse($"0{whole}{part}", NumberStyles.None, CultureInfo.InvariantCulture);
        number = Scaled(isNegative ? -value : value, exponent - part.Length);
        return true;
    }

    public static ExactNumber operator +(ExactNumber left, ExactNumber right) =>
        new((left._numerator * right._denominator) + (right._numerator * left._denominator), left._denominator * right._denominator);

    public static ExactNumber operator *(ExactNumber left, ExactNumber right) => new(left._numerator * right._numerator, left._denominator * right._denominator);

    public static ExactNumber operator -(ExactNumber number) => new(-number._numerator, number._denominator);

    /// <param name="divisor">The divisor, which must not be zero.</param>
    public ExactNumber DividedBy(ExactNumber divisor) => new(_numerator * divisor._denominator, _denominator * divisor._numerator);

    /// <summary>Rounds half away from zero.</summary>
    public ExactNumber Rounded(int? decimals)
    {
        if (decimals is not { } places || _denominator.IsOne)
        {
            return this;
        }

        BigInteger scale = BigInteger.Pow(10, places);
        BigInteger twice = BigInteger.Abs(_numerator) * scale * 2;
        BigInteger rounded = (twice + _denominator) / (_denominator * 2);
        return new ExactNumber(rounded * _numerator.Sign, scale);
    }

    public override string ToString() =>
        _denominator.IsOne
            ? _numerator.ToString(CultureInfo.InvariantCulture)
            : $"{_numerator.ToString(CultureInfo.InvariantCulture)}/{_denominator.ToString(CultureInfo.InvariantCulture)}";

    private static ExactNumber Scaled(BigInteger value, int exponent) =>
        exponent >= 0 ? new ExactNumber(value * BigInteger.Pow(10, exponent), 1) : new ExactNumber(value, BigInteger.Pow(10, -exponent));

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
