namespace TokenFinOps.Pricing;

/// <summary>What a crossed context threshold changes.</summary>
public enum ContextTierMode
{
    /// <summary>The price of the whole call: every token is billed in the highest tier that was reached. What providers do.</summary>
    WholeRequest,

    /// <summary>Only the price of the units beyond the threshold: each kind's own units are cut at the thresholds, as income tax is.</summary>
    Graduated,
}
