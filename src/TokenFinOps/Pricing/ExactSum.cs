using System.Buffers.Binary;
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
    /// <summary>How many bytes a sum takes when it is stored.</summary>
    internal const int Size = 32;

    private const int MaxScale = 28;

    private static readonly (ulong High, ulong Low)[] PowersOfTen = Powers();
    private static readonly UInt128 UnitsOfOne = new(PowersOfTen[MaxScale].High, PowersOfTen[MaxScale].Low);

    // Two's complement, as one 256-bit integer: four limbs, the lowest first.
    private ulong _0;
    private ulong _1;
    private ulong _2;
    private ulong _3;

    /// <summary>Gets a value indicating whether the sum is exactly zero.</summary>
    public readonly bool IsZero => (_0 | _1 | _2 | _3) == 0;

    /// <summary>Gets -1 for a negative sum, 0 for zero and 1 for a positive one.</summary>
    public readonly int Sign => IsNegative ? -1 : IsZero ? 0 : 1;

    private readonly bool IsNegative => (long)_3 < 0;

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
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        ulong low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        uint high = (uint)bits[2];
        (ulong powerHigh, ulong powerLow) = PowersOfTen[MaxScale - ((bits[3] >> 16) & 0xFF)];

        // 96 bits × 94 bits, limb by limb. What most prices do not need is left out.
        ulong units1 = Math.BigMul(low, powerLow, out ulong units0);
        ulong units2 = 0;
        ulong units3 = 0;
        if (powerHigh != 0)
        {
            units2 = Math.BigMul(low, powerHigh, out ulong cross);
            units2 += Sum(units1, cross, 0, out units1);
        }

        if (high != 0)
        {
            ulong middle = Math.BigMul(high, powerLow, out ulong cross);
            units3 = Math.BigMul(high, powerHigh, out ulong top);
            ulong carry = Sum(units1, cross, 0, out units1);
            units3 += Sum(units2, middle, carry, out units2);
            units3 += Sum(units2, top, 0, out units2);
        }

        Add(units0, units1, units2, units3, negate: bits[3] < 0);
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(in ExactSum other) => Add(other._0, other._1, other._2, other._3, negate: false);

    /// <summary>Takes an amount away.</summary>
    /// <param name="amount">The amount, of either sign.</param>
    public void Subtract(decimal amount) => Add(-amount);

    /// <summary>Takes another sum away.</summary>
    /// <param name="other">The other sum.</param>
    public void Subtract(in ExactSum other) => Add(other._0, other._1, other._2, other._3, negate: true);

    /// <summary>Gets the sum as a decimal without trailing zeros.</summary>
    /// <returns>The sum; rounded once, half to even, when it has more digits than a decimal holds.</returns>
    /// <exception cref="OverflowException">The sum lies outside the range of <see cref="decimal"/>.</exception>
    public readonly decimal ToDecimal()
    {
        ExactSum magnitude = IsNegative ? default(ExactSum) : this;
        if (IsNegative)
        {
            magnitude.Subtract(this);
        }

        (decimal whole, decimal fraction) = magnitude.Split();

        // Adding aligns the two and rounds once. Dividing by one written with 28 digits drops trailing zeros.
        decimal sum = (whole + fraction) / 1.0000000000000000000000000000m;
        return IsNegative ? -sum : sum;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ExactSum other) => _0 == other._0 && _1 == other._1 && _2 == other._2 && _3 == other._3;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_0, _1, _2, _3);

    /// <summary>Writes the sum as a decimal.</summary>
    /// <returns>The sum in the invariant culture.</returns>
    public override readonly string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    /// <summary>Restores a stored sum.</summary>
    internal static ExactSum From(ReadOnlySpan<byte> bytes) => new()
    {
        _0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        _2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        _3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
    };

    /// <summary>Copies the sum to be stored: a 256-bit integer in two's complement, the lowest byte first.</summary>
    internal readonly void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], _2);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], _3);
    }

    private static decimal Fraction(UInt128 units) => new((int)units, (int)(units >> 32), (int)(units >> 64), isNegative: false, MaxScale);

    private static ulong Sum(ulong left, ulong right, ulong carry, out ulong sum)
    {
        ulong partial = left + right;
        sum = partial + carry;
        return (partial < left ? 1UL : 0UL) | (sum < partial ? 1UL : 0UL);
    }

    private static (ulong High, ulong Low)[] Powers()
    {
        var powers = new (ulong, ulong)[MaxScale + 1];
        UInt128 power = UInt128.One;
        for (int i = 0; i < powers.Length; i++, power *= 10)
        {
            powers[i] = ((ulong)(power >> 64), (ulong)power);
        }

        return powers;
    }

    private readonly (decimal Whole, decimal Fraction) Split()
    {
        var low = new UInt128(_1, _0);
        if ((_2 | _3) == 0)
        {
            // Up to 3 × 10¹⁰: all but the totals of currencies with large numbers.
            (UInt128 whole, UInt128 rest) = UInt128.DivRem(low, UnitsOfOne);
            return ((ulong)whole, Fraction(rest));
        }

        BigInteger units = ((BigInteger)new UInt128(_3, _2) << 128) | low;
        BigInteger large = BigInteger.DivRem(units, UnitsOfOne, out BigInteger small);
        return ((decimal)large, Fraction((UInt128)small));
    }

    private void Add(ulong units0, ulong units1, ulong units2, ulong units3, bool negate)
    {
        // a - b = a + not b + 1
        ulong mask = negate ? ulong.MaxValue : 0;
        ulong carry = Sum(_0, units0 ^ mask, negate ? 1UL : 0UL, out _0);
        carry = Sum(_1, units1 ^ mask, carry, out _1);
        carry = Sum(_2, units2 ^ mask, carry, out _2);
        _3 += (units3 ^ mask) + carry;
    }
}
