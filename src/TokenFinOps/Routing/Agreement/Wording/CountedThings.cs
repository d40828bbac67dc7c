using System.Collections.Frozen;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Tells plain nouns that say what is counted, as in <c>42 apples</c>, from words that change what a number means.</summary>
/// <remarks>Only small-lettered plurals are plain: "5 apples" is the 5 that was asked for, and 5 GB, 4 July, 5 left and 12 Angry Men are not.</remarks>
internal static class CountedThings
{
    private const int MostWords = 3;

    // Plurals without an s.
    private static readonly FrozenSet<string> Irregular = FrozenSet.ToFrozenSet(["people", "children", "men", "women", "persons"], StringComparer.Ordinal);

    // Units, scales, currencies, times, directions, results and words that are no nouns, all of which end in an s.
    private static readonly FrozenSet<string> Telling = FrozenSet.ToFrozenSet(
        [
            "gallons", "acres", "hectares", "ares", "knots", "tons", "tonnes", "pints", "quarts", "teaspoons", "tablespoons", "barrels", "bushels", "carats", "stones", "degrees", "radians", "steradians", "celsius", "fathoms", "furlongs",
            "leagues", "parsecs", "angstroms", "microns", "watts", "joules", "volts", "amps", "amperes", "ohms", "newtons", "pascals", "calories", "kelvins", "moles", "becquerels", "lumens", "teslas", "henrys", "farads", "coulombs",
            "siemens", "hertzes", "bits", "bytes", "nibbles", "bels", "decibels", "dollars", "cents", "euros", "pesos", "rubles", "roubles", "rupees", "francs", "marks", "crowns", "pounds", "pence", "dinars", "dirhams", "liras", "shekels",
            "shillings", "reals", "reais", "rands", "yens", "yuans", "bucks", "bitcoins", "satoshis", "dimes", "nickels", "pennies", "lakhs", "crores", "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "grosses", "scores", "pairs",
            "halves", "thirds", "quarters", "squares", "cubes", "percents", "points", "bps", "times", "folds", "powers", "decades", "centuries", "millenniums", "fortnights", "nights", "evenings", "mornings", "weekdays", "weekends",
            "semesters", "terms", "seasons", "shifts", "ages", "moments", "o'clocks", "wins", "losses", "gains", "profits", "deficits", "surpluses", "debts", "credits", "debits", "ups", "downs", "lefts", "rights", "increases", "decreases", "rises", "drops",
            "backwards", "forwards", "upwards", "downwards", "towards", "afterwards", "sideways", "always", "besides", "across", "less", "plus", "minus", "versus", "minuses", "pluses", "negatives", "positives", "others", "yes", "this",
            "its", "was", "has", "does", "thus", "plays", "equals", "remains", "radius", "modulus", "complements", "inverses", "factors", "multiples",
        ],
        StringComparer.Ordinal);

    private static readonly string[] TellingEnds = ["ths", "meters", "metres", "grams", "liters", "litres", "watts", "bytes", "bits", "hertz", "joules", "volts", "units", "ss", "us", "is"];

    /// <param name="words">What follows a number, letter by letter.</param>
    public static bool Are(ReadOnlySpan<string> words)
    {
        if (words.Length is 0 or > MostWords)
        {
            return false;
        }

        foreach (string word in words)
        {
            if (word.Length < 3 || word.AsSpan().IndexOfAnyExceptInRange('a', 'z') >= 0 || Changes(word) || Telling.Contains(word) || Units.Find(word) is not null || Units.Scale(word) is not null)
            {
                return false;
            }
        }

        string last = words[^1];
        return Irregular.Contains(last) || (last.Length > 3 && last[^1] == 's' && !Array.Exists(TellingEnds, end => last.EndsWith(end, StringComparison.Ordinal)));
    }

    private static bool Changes(string word) =>
        word is "and" or "more" or "less" or "fewer" or "extra" or "additional" or "other" or "times" or "minus" or "plus" or "per" or "square" or "cubic" or "squared" or "cubed" or "than" or "over"
            or "under" or "below" or "above" or "not" or "non" or "without" or "with" or "out" or "about" or "around" or "half" or "quarter" or "third" or "double" or "triple" or "percentage" or "net" or "gross" or "each" or "every"
            or "light" or "nautical" or "fluid" or "metric" or "imperial" or "short" or "long" or "working" or "business" or "negative" or "positive" or "lost" or "missing" or "remaining" or "left" or "only" or "least" or "most"
            or "first" or "last" or "next" or "previous" or "minimum" or "maximum" or "average" or "total" or "hex" or "binary" or "decimal" or "the" or "all" or "these" or "those" or "its" or "his" or "her" or "for" or "but" or "unless" or "canadian" or "australian";
}
