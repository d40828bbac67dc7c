using System.Collections.Frozen;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows scales and units of measure by what they multiply a number with: metres, grams, litres and seconds count once.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, ExactNumber> Factors = Build();

    /// <param name="word">A word in lower case.</param>
    public static ExactNumber? Factor(string word) => Factors.TryGetValue(word, out ExactNumber factor) ? factor : null;

    private static FrozenDictionary<string, ExactNumber> Build()
    {
        var factors = new Dictionary<string, ExactNumber>();
        Add("1/100", "percent", "cent", "cents", "¢");
        Add("12", "dozen");
        Add("100", "hundred");
        Add("1000", "thousand", "km", "kilometer", "kilometers", "kilometre", "kilometres", "kg", "kilogram", "kilograms", "kilo", "kilos");
        Add("1000000", "million");
        Add("1000000000", "billion");
        Add("1000000000000", "trillion");
        Add("1", "m", "meter", "meters", "metre", "metres", "g", "gram", "grams", "l", "liter", "liters", "litre", "litres", "s", "sec", "second", "seconds");
        Add("1/100", "cm", "centimeter", "centimeters", "centimetre", "centimetres");
        Add("1/1000", "mm", "millimeter", "millimeters", "millimetre", "millimetres", "mg", "milligram", "milligrams", "ml", "milliliter", "milliliters", "millilitre", "millilitres", "ms", "millisecond", "milliseconds");
        Add("254/10000", "inch", "inches");
        Add("3048/10000", "ft", "foot", "feet");
        Add("9144/10000", "yard", "yards");
        Add("1609344/1000", "mile", "miles", "mi");
        Add("45359237/100000", "lb", "lbs", "pound", "pounds");
        Add("45359237/1600000", "oz", "ounce", "ounces");
        Add("60", "min", "mins", "minute", "minutes");
        Add("3600", "h", "hr", "hrs", "hour", "hours");
        Add("86400", "day", "days");
        Add("604800", "week", "weeks");
        Add("2629746", "month", "months");
        Add("31556952", "year", "years");
        return factors.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string factor, params string[] words)
        {
            string[] parts = factor.Split('/');
            var exact = new ExactNumber(System.Numerics.BigInteger.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts.Length < 2 ? 1 : int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
            foreach (string word in words)
            {
                factors[word] = exact;
            }
        }
    }
}
