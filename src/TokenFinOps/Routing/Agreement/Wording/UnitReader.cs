using System.Buffers;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads what follows a number: per cent, a scale, a currency, a unit of measure, what is counted.</summary>
internal static class UnitReader
{
    private const int MostWords = 3;

    private static readonly SearchValues<char> Operators = SearchValues.Create("+-*/=^<>×\\{}[]");

    private static readonly ExactNumber Hundredth = new(1, 100);

    /// <param name="rest">What follows the number.</param>
    /// <param name="value">The number.</param>
    /// <param name="currency">The currency that stood before it.</param>
    /// <param name="anyUnit">Words that are no known unit say what is counted.</param>
    /// <param name="quantity">The number in its base unit.</param>
    /// <returns><see langword="false"/> when what follows is more than a unit.</returns>
    public static bool TryApply(ReadOnlySpan<char> rest, ExactNumber value, string? currency, bool anyUnit, out Quantity quantity)
    {
        rest = rest.Trim(" *_.");
        if (rest is ['%', ..])
        {
            value *= Hundredth;
            rest = rest[1..].TrimStart();
        }

        string? suffix = Currencies.TakeSymbol(ref rest);
        if (suffix is not null && currency is not null)
        {
            quantity = default;
            return false;
        }

        string[] words = rest.ToString().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int read = 0;
        currency ??= suffix;
        while (read < words.Length && TryScale(words[read].TrimEnd(',', '.', ';'), ref value, ref currency))
        {
            read++;
        }

        quantity = new Quantity(value, currency == Currencies.Dollar ? null : currency);
        return MeansNothing(words.AsSpan(read), anyUnit, hasUnit: read > 0);
    }

    private static bool TryScale(string word, ref ExactNumber value, ref string? currency)
    {
        if (Units.Factor(word) is { } factor)
        {
            value *= factor;
            return true;
        }

        if (currency is not null || Currencies.Named(word) is not { } named)
        {
            return false;
        }

        currency = named;
        return true;
    }

    // What is left may say what is counted, or go on after a comma; it may hold no second number and change nothing about the first.
    private static bool MeansNothing(ReadOnlySpan<string> words, bool anyUnit, bool hasUnit)
    {
        if (words.IsEmpty)
        {
            return true;
        }

        bool isAside = words[0] is [',' or '(' or ';', ..];
        if (!anyUnit || (words.Length > MostWords && !isAside))
        {
            return false;
        }

        foreach (string word in words)
        {
            string bare = word.Trim('(', ')', ',', '.', ';', '!', '*', '"', '\'');
            if (bare.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || bare.AsSpan().ContainsAny(Operators) || (!isAside && Changes(bare)) || (hasUnit && !isAside))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Changes(string word) =>
        word is "or" or "and" or "to" or "more" or "less" or "fewer" or "times" or "minus" or "plus" or "x" or "per" or "square" or "cubic" or "squared" or "cubed" or "of" or "pi" or "π"
            or "than" or "over" or "under" or "below" or "above" or "points" or "is" or "not";
}
