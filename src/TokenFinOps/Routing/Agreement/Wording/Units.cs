using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows scales, and units of measure by their base units.</summary>
/// <remarks>
/// <para>Symbols count with their case: 5 mg is not 5 Mg. A bare number and one in metres are alike, as models put that unit on or leave it off; every other unit is kept.</para>
/// <para>Units with several meanings (gallons, tons, degrees, pints) are not known here and stay words.</para>
/// </remarks>
internal static class Units
{
    private static readonly FrozenDictionary<string, Unit> Known = BuildUnits();

    private static readonly FrozenDictionary<string, ExactNumber> Scales = new Dictionary<string, ExactNumber>
    {
        ["dozen"] = new(12, 1),
        ["hundred"] = new(100, 1),
        ["thousand"] = new(1000, 1),
        ["million"] = new(BigInteger.Pow(10, 6), 1),
        ["billion"] = new(BigInteger.Pow(10, 9), 1),
        ["trillion"] = new(BigInteger.Pow(10, 12), 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ExactNumber> MoneyScales = new Dictionary<string, ExactNumber>
    {
        ["k"] = new(1000, 1),
        ["K"] = new(1000, 1),
        ["m"] = new(BigInteger.Pow(10, 6), 1),
        ["M"] = new(BigInteger.Pow(10, 6), 1),
        ["mm"] = new(BigInteger.Pow(10, 6), 1),
        ["MM"] = new(BigInteger.Pow(10, 6), 1),
        ["mn"] = new(BigInteger.Pow(10, 6), 1),
        ["b"] = new(BigInteger.Pow(10, 9), 1),
        ["B"] = new(BigInteger.Pow(10, 9), 1),
        ["bn"] = new(BigInteger.Pow(10, 9), 1),
        ["t"] = new(BigInteger.Pow(10, 12), 1),
        ["T"] = new(BigInteger.Pow(10, 12), 1),
        ["tn"] = new(BigInteger.Pow(10, 12), 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="word">A symbol, or a word in any case.</param>
    public static Unit? Find(string word) => Known.TryGetValue(word, out Unit unit) || (word.Length > 3 && Known.TryGetValue(word.ToLowerInvariant(), out unit)) ? unit : null;

    /// <param name="word">A word in any case.</param>
    public static ExactNumber? Scale(string word) => Scales.TryGetValue(word.ToLowerInvariant(), out ExactNumber factor) ? factor : null;

    /// <summary>Finds what a letter behind an amount of money multiplies it with.</summary>
    public static ExactNumber? MoneyScale(string word) => MoneyScales.TryGetValue(word, out ExactNumber factor) ? factor : null;

    private static FrozenDictionary<string, Unit> BuildUnits()
    {
        var units = new Dictionary<string, Unit>();
        Add(null, "1", "m", "meter", "meters", "metre", "metres");
        Add(null, "1000", "km", "kilometer", "kilometers", "kilometre", "kilometres");
        Add(null, "1/100", "cm", "centimeter", "centimeters", "centimetre", "centimetres");
        Add(null, "1/1000", "mm", "millimeter", "millimeters", "millimetre", "millimetres");
        Add(null, "254/10000", "inch", "inches");
        Add(null, "3048/10000", "ft", "foot", "feet");
        Add(null, "9144/10000", "yd", "yard", "yards");
        Add(null, "1609344/1000", "mi", "mile", "miles");
        Add("g", "1", "g", "gram", "grams");
        Add("g", "1000", "kg", "kilogram", "kilograms", "kilo", "kilos");
        Add("g", "1/1000", "mg", "milligram", "milligrams");
        Add("g", "45359237/100000", "lb", "lbs", "pound", "pounds");
        Add("g", "45359237/1600000", "oz", "ounce", "ounces");
        Add("l", "1", "l", "L", "liter", "liters", "litre", "litres");
        Add("l", "1/1000", "ml", "mL", "milliliter", "milliliters", "millilitre", "millilitres");
        Add("s", "1", "s", "sec", "second", "seconds");
        Add("s", "1/1000", "ms", "millisecond", "milliseconds");
        Add("s", "60", "min", "mins", "minute", "minutes");
        Add("s", "3600", "h", "hr", "hrs", "hour", "hours");
        Add("s", "86400", "day", "days");
        Add("s", "604800", "week", "weeks");
        Add("months", "1", "month", "months");
        Add("months", "12", "year", "years");
        Add("¢", "1", "cent", "cents", "¢");
        return units.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string? unit, string factor, params string[] words)
        {
            string[] parts = factor.Split('/');
            var exact = new ExactNumber(BigInteger.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length < 2 ? 1 : BigInteger.Parse(parts[1], CultureInfo.InvariantCulture));
            foreach (string word in words)
            {
                units[word] = new Unit(exact, unit);
            }
        }
    }
}
