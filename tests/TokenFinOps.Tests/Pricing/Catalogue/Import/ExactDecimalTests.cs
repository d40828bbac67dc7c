using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class ExactDecimalTests
{
    [Theory]
    [InlineData("4e-07", "0.0000004")]
    [InlineData("2.5E-06", "0.0000025")]
    [InlineData("0", "0")]
    [InlineData("-0.0e5", "0")]
    [InlineData("00.50", "0.5")]
    [InlineData("1e+3", "1000")]
    [InlineData("-12.34", "-12.34")]
    [InlineData("0.00000000000000000000000000010", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("1000000000000000000000000000000e-10", "100000000000000000000")]
    public void Numbers_are_read_exactly(string text, string expected)
    {
        Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out decimal value));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("free")]
    [InlineData("1e999999999")]
    [InlineData("1e-29")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("0.12345678901234567890123456789")]
    public void What_is_no_number_or_has_too_many_digits_is_refused(string text) => Assert.False(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_decimal_in_every_notation_comes_back() => Gen.Select(Gen.Decimal, Gen.Int[-40, 40]).Sample(
        static (value, shift) =>
        {
            // The same number with its point moved and the exponent moved back.
            (BigInteger digits, int scale) = Parts(value);
            string text = string.Create(CultureInfo.InvariantCulture, $"{digits}{new string('0', Math.Max(0, shift))}e{-scale - Math.Max(0, shift)}");

            Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out decimal read), text);
            Assert.Equal(value, read);
            Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)), out decimal plain));
            Assert.Equal(value, plain);
        },
        iter: 20_000,
        seed: "0000kAtA10g2");

    private static (BigInteger Digits, int Scale) Parts(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
        return (bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }
}
