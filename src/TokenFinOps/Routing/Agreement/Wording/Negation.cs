using System.Text.RegularExpressions;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds words that deny or take back what stands beside them.</summary>
internal static partial class Negation
{
    public static bool In(string text) => Words().IsMatch(TextFolding.Unify(text));

    [GeneratedRegex(@"\b(not|no|never|wrong|incorrect|invalid|false|mistake|instead|wait|actually|correction)\b|n't\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
