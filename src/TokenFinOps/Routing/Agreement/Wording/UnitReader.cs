namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads what follows a number: per cent, a scale, a currency, a unit of measure, what is counted. Whatever else follows makes it no number, so that the words are compared.</summary>
internal static class UnitReader
{
    private static readonly ExactNumber Hundredth = new(1, 100);

    /// <param name="rest">What follows the number.</param>
    /// <param name="value">The number.</param>
    /// <param name="currency">The currency that stood before it.</param>
    /// <param name="countsAnything">Plain nouns after the number say what is counted.</param>
    /// <param name="quantity">The number in its base unit.</param>
    /// <returns><see langword="false"/> when what follows is more than a unit.</returns>
    public static bool TryApply(ReadOnlySpan<char> rest, ExactNumber value, string? currency, bool countsAnything, out Quantity quantity)
    {
        quantity = default;
        rest = rest.TrimEnd(" *_.").TrimStart('*');
        bool isApart = rest.IsEmpty || rest[0] == ' ';
        rest = rest.TrimStart();
        if (!TryCurrency(ref rest, ref currency))
        {
            return false;
        }

        string[] words = rest.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return currency is null ? TryPlain(words, value, isApart, countsAnything, out quantity) : TryMoney(words, value, currency, isApart, countsAnything, out quantity);
    }

    // Two signs are one only when they name the same: "$5 USD". "$5 CAD" is not.
    private static bool TryCurrency(ref ReadOnlySpan<char> rest, ref string? currency)
    {
        string? sign = Currencies.TakeSymbol(ref rest);
        bool isOther = sign is not null && currency is not null && sign != currency;
        currency ??= sign;
        return !isOther;
    }

    // $5, $5M, $5 million, $5.00 USD, 5 million dollars
    private static bool TryMoney(ReadOnlySpan<string> words, ExactNumber value, string currency, bool isApart, bool countsAnything, out Quantity quantity)
    {
        if (words is [var letters, .. var afterLetters] && Units.MoneyScale(letters) is { } money)
        {
            value *= money;
            words = afterLetters;
        }
        else
        {
            TakeScales(ref words, ref value, isApart);
        }

        words = words is [var name, .. var behind] && Currencies.Named(name) == currency ? behind : words;
        quantity = new Quantity(value, currency == Currencies.Dollar ? null : currency);
        return words.IsEmpty || (countsAnything && isApart && CountedThings.Are(words));
    }

    private static bool TryPlain(ReadOnlySpan<string> words, ExactNumber value, bool isApart, bool countsAnything, out Quantity quantity)
    {
        quantity = new Quantity(value, null);
        if (TakePercent(ref words))
        {
            quantity = new Quantity(value * Hundredth, null);
            return words.IsEmpty;
        }

        TakeScales(ref words, ref value, isApart);
        quantity = new Quantity(value, null);
        if (words.IsEmpty)
        {
            return true;
        }

        if (isApart && words is [var name] && Currencies.Named(name) is { } currency)
        {
            quantity = new Quantity(value, currency == Currencies.Dollar ? null : currency);
            return true;
        }

        // "2m" may be twice m: one letter is a unit only behind a space.
        if (words is [var word] && (isApart || word.Length > 1) && Units.Find(word) is { } unit)
        {
            quantity = new Quantity(value * unit.Factor, unit.Base);
            return true;
        }

        return countsAnything && isApart && CountedThings.Are(words);
    }

    private static bool TakePercent(ref ReadOnlySpan<string> words)
    {
        (bool isPercent, int read) = words switch
        {
            ["%" or "percent" or "Percent", ..] => (true, 1),
            ["per", "cent", ..] => (true, 2),
            _ => (false, 0),
        };
        words = words[read..];
        return isPercent;
    }

    private static void TakeScales(ref ReadOnlySpan<string> words, ref ExactNumber value, bool isApart)
    {
        while (isApart && words is [var word, .. var behind] && Units.Scale(word) is { } factor)
        {
            value *= factor;
            words = behind;
        }
    }
}
