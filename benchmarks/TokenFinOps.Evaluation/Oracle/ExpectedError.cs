using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Says which issue of the SDK stands for an error of the peer.</summary>
/// <remarks>The peer refuses to price what is contradictory; the SDK prices it by a documented rule and says what was odd. The kinds must agree.</remarks>
internal static class ExpectedError
{
    private static readonly (string[] Words, PricingIssues Issue)[] Kinds =
    [
        (["cannot exceed"], PricingIssues.PartExceedsWhole),
        (["Missing ancestor price"], PricingIssues.WholeRateMissing),
        (["Missing join price"], PricingIssues.OverlapRateMissing),
        (["Missing usage", "overlapping"], PricingIssues.OverlapNotReported),
        (["Missing usage", "descendant"], PricingIssues.WholeNotReported),
    ];

    public static bool IsInvalidPrice(string error) => error.Contains("Invalid price", StringComparison.OrdinalIgnoreCase);

    /// <returns>The issue, or <see langword="null"/> for an error of an unknown kind.</returns>
    public static PricingIssues? Issue(string error)
    {
        foreach ((string[] words, PricingIssues issue) in Kinds)
        {
            if (words.All(word => error.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return issue;
            }
        }

        return null;
    }
}
