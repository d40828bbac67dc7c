using System.Numerics;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Arithmetic that says when a decimal would have to round.</summary>
internal static class Decimals
{
    private const decimal OneWithAllDigits = 1.0000000000000000000000000000m;

    /// <summary>Takes trailing zeros off.</summary>
    public static decimal Trim(decimal value) => value.Scale == 0 ? value : value / OneWithAllDigits;

    /// <summary>Multiplies.</summary>
    /// <returns><see langword="true"/> when the product is exact.</returns>
    public static bool TryMultiply(decimal left, decimal right, out decimal product)
    {
        product = left * right;
        return product.Scale == left.Scale + right.Scale || IsProduct(left, right, product);
    }

    /// <summary>Gets a sum as decimals: one, or several where no decimal has that many digits.</summary>
    public static IEnumerable<decimal> Parts(ExactSum sum)
    {
        while (!sum.IsZero)
        {
            decimal part = sum.ToDecimal();
            yield return part;
            sum.Subtract(part);
        }
    }

    private static bool IsProduct(decimal left, decimal right, decimal product) =>
        Mantissa(left) * Mantissa(right) * BigInteger.Pow(10, product.Scale) == Mantissa(product) * BigInteger.Pow(10, left.Scale + right.Scale);

    private static BigInteger Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return bits[3] < 0 ? -magnitude : magnitude;
    }
}
