using System.Globalization;
using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>Adds decimals without ever rounding, so that a sum does not depend on the order of its parts.</summary>
/// <remarks>
/// <para>
/// <see cref="decimal"/> holds 28 digits and rounds what does not fit, so a tiny cost added to a large total can vanish, and (a + b) + c is not always a + (b + c).
/// This sum is an integer of 256 bits that counts units of 10⁻²⁸, the smallest step of any decimal: every decimal is a whole number of them.
/// </para>
/// <para>A decimal needs at most 190 bits, which leaves room for 2⁶⁴ of the largest ones. A mutable value type: not thread-safe, and a copy is a separate sum.</para>
/// </remarks>
public struct ExactSum : IEquatable<ExactSum>
{
    private const int MaxScale = 28;

    private static readonly UInt128[] PowersOfTen = Powers();
    private static readonly BigInteger UnitsOfOne = BigInteger.Pow(10, MaxScale);

    // Two's complement, as one 256-bit integer.
    private UInt128 _high;
    private UInt128 _low;

    /// <summary>Gets a value indicating whether the sum is exactly zero.</summary>
    public readonly bool IsZero => (_high | _low) == UInt128.Zero;

    /// <summary>Gets -1 for a negative sum, 0 for zero and 1 for a positive one.</summary>
    public readonly int Sign => IsNegative ? -1 : IsZero ? 0 : 1;

    private readonly bool IsNegative => (Int128)_high < 0;

    /// <summary>Compares two sums.</summary>
    /// <param name="left">One sum.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when they are the same number.</returns>
    public static bool operator ==(ExactSum left, ExactSum right) => left.Equals(right);

    /// <summary>Compares two sums.</summary>
    /// <param name="left">One sum.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when they are different numbers.</returns>
    public static bool operator !=(ExactSum left, ExactSum right) => !left.Equals(right);

    /// <summary>Adds up amounts.</summary>
    /// <param name="amounts">The amounts, in any order.</param>
    /// <returns>Their exact sum.</returns>
    public static ExactSum Of(params IEnumerable<decimal> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        var sum = default(ExactSum);
        foreach (decimal amount in amounts)
        {
            sum.Add(amount);
        }

        return sum;
    }

    /// <summary>Adds an amount.</summary>
    /// <param name="amount">The amount, of either sign.</param>
    public void Add(decimal amount)
    {
        (UInt128 high, UInt128 low) = Units(amount);
        if (decimal.IsNegative(amount))
        {
            Subtract(high, low);
        }
        else
        {
            Add(high, low);
        }
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(in ExactSum other) => Add(other._high, other._low);

    /// <summary>Takes an amount away.</summary>
    /// <param name="amount">The amount, of either sign.</param>
    public void Subtract(decimal amount) => Add(-amount);

    /// <summary>Takes another sum away.</summary>
    /// <param name="other">The other sum.</param>
    public void Subtract(in ExactSum other) => Subtract(other._high, other._low);

    /// <summary>Gets the sum as a decimal without trailing zeros.</summary>
    /// <returns>The sum; rounded once, half to even, when it has more digits than a decimal holds.</returns>
    /// <exception cref="OverflowException">The sum lies outside the range of <see cref="decimal"/>.</exception>
    public readonly decimal ToDecimal()
    {
        ExactSum magnitude = default;
        if (IsNegative)
        {
            magnitude.Subtract(this);
        }
        else
        {
            magnitude = this;
        }

        BigInteger units = ((BigInteger)magnitude._high << 128) | magnitude._low;
        BigInteger whole = BigInteger.DivRem(units, UnitsOfOne, out BigInteger rest);
        decimal fraction = (decimal)rest * 1e-28m;

        // Adding aligns the two and rounds once. Dividing by one written with 28 digits drops trailing zeros.
        decimal sum = ((decimal)whole + fraction) / 1.0000000000000000000000000000m;
        return IsNegative ? -sum : sum;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ExactSum other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>Writes the sum as a decimal.</summary>
    /// <returns>The sum in the invariant culture.</returns>
    public override readonly string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    private static (UInt128 High, UInt128 Low) Units(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        ulong low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        uint high = (uint)bits[2];
        UInt128 power = PowersOfTen[MaxScale - ((bits[3] >> 16) & 0xFF)];
        ulong powerLow = (ulong)power;
        ulong powerHigh = (ulong)(power >> 64);

        // 96 bits × 94 bits, limb by limb; the cross products stay below 2^97.
        ulong top = Math.BigMul(low, powerLow, out ulong bottom);
        UInt128 cross = Multiply(low, powerHigh) + Multiply(high, powerLow) + top;
        return (((UInt128)high * powerHigh) + (cross >> 64), new UInt128((ulong)cross, bottom));
    }

    private static UInt128 Multiply(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return new UInt128(high, low);
    }

    private static UInt128[] Powers()
    {
        var powers = new UInt128[MaxScale + 1];
        powers[0] = UInt128.One;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }

    private void Add(UInt128 high, UInt128 low)
    {
        _low += low;
        _high += high + (_low < low ? UInt128.One : UInt128.Zero);
    }

    private void Subtract(UInt128 high, UInt128 low)
    {
        UInt128 borrow = _low < low ? UInt128.One : UInt128.Zero;
        _low -= low;
        _high -= high + borrow;
    }
}
