using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace TokenFinOps.Pricing;

/// <summary>Checks ISO 4217 currency codes. Amounts of different currencies are never added.</summary>
/// <remarks>Stateless and thread-safe. The list is the active codes of ISO 4217.</remarks>
public static class CurrencyCode
{
    /// <summary>The code of the currency that catalogues quote in: the US dollar.</summary>
    public const string Usd = "USD";

    private static readonly FrozenSet<string> Active = (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU "
        + "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
        + "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR "
        + "NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
        + "TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XDR XOF XPF XSU XUA YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds out whether a text is an active currency code.</summary>
    /// <param name="code">The text, in any case.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public static bool IsKnown([NotNullWhen(true)] string? code) => code is not null && Active.Contains(code);

    /// <summary>Gets a code in its canonical form.</summary>
    /// <param name="code">The code, in any case.</param>
    /// <returns>The code in upper case.</returns>
    /// <exception cref="ArgumentException">The code is not an active ISO 4217 code.</exception>
    public static string Canonical(string? code) => code switch
    {
        Usd => Usd,
        _ when IsKnown(code) => string.Intern(code.ToUpperInvariant()),
        _ => throw new ArgumentException($"'{code}' is not an ISO 4217 currency code; use one such as USD or EUR.", nameof(code)),
    };
}
