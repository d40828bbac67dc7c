using System.Collections.Frozen;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>How many decimals the amounts of a currency have, by ISO 4217.</summary>
internal static class MinorUnit
{
    private static readonly FrozenSet<string> None =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Three = "BHD IQD JOD KWD LYD OMR TND".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Four = "CLF UYW".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static int Of(string currency) => None.Contains(currency) ? 0 : Three.Contains(currency) ? 3 : Four.Contains(currency) ? 4 : 2;
}
