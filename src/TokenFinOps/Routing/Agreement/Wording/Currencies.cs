namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows signs and names of currencies. The dollar is the one that goes without saying.</summary>
internal static class Currencies
{
    public const string Dollar = "USD";

    private static readonly (string Symbol, string Code)[] Symbols =
    [
        ("US$", Dollar), ("USD", Dollar), ("US dollars", Dollar), ("$", Dollar), ("EUR", "EUR"), ("€", "EUR"), ("GBP", "GBP"), ("£", "GBP"), ("JPY", "JPY"), ("¥", "JPY"), ("INR", "INR"), ("₹", "INR"),
        ("CHF", "CHF"), ("CNY", "CNY"), ("₩", "KRW"), ("₽", "RUB"),
    ];

    public static string? TakeSymbol(ref ReadOnlySpan<char> text)
    {
        foreach ((string symbol, string code) in Symbols)
        {
            bool isCut = text.Length > symbol.Length && char.IsLetter(symbol[^1]) && char.IsLetter(text[symbol.Length]);
            if (!isCut && text.StartsWith(symbol, StringComparison.Ordinal))
            {
                text = text[symbol.Length..].TrimStart();
                return code;
            }
        }

        return null;
    }

    /// <param name="word">A word in any case.</param>
    public static string? Named(string word) => word.ToLowerInvariant() switch
    {
        "dollar" or "dollars" or "usd" or "bucks" => Dollar,
        "euro" or "euros" or "eur" => "EUR",
        "gbp" => "GBP",
        "yen" or "jpy" => "JPY",
        "rupee" or "rupees" or "inr" => "INR",
        "yuan" or "cny" => "CNY",
        "franc" or "francs" or "chf" => "CHF",
        _ => null,
    };
}
