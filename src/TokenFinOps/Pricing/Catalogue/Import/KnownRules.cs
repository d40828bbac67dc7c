namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>What is true of a provider's bills and no source format can say.</summary>
internal static class KnownRules
{
    private static readonly ContextTierRule FromThreshold = new(Inclusive: true);

    /// <summary>Gets how a provider counts context thresholds: xAI bills the dearer tier from the threshold on, the others beyond it.</summary>
    public static ContextTierRule TierRule(string provider) => provider == "x-ai" ? FromThreshold : ContextTierRule.Default;

    /// <summary>Finds out whether a model's name says that it costs nothing.</summary>
    public static bool IsFree(string model) => model.EndsWith(":free", StringComparison.OrdinalIgnoreCase);
}
