namespace TokenFinOps.Pricing;

/// <summary>Where rates come from, so that a price can be checked and a disagreement settled.</summary>
/// <param name="Catalogue">The catalogue and its version, e.g. <c>genai-prices 2026-08-21</c> or <c>user</c>.</param>
/// <param name="Url">The page that states the price, when it is known.</param>
/// <param name="CheckedOn">The day the rates were last checked or published, when it is known.</param>
/// <param name="Licence">The licence of the catalogue, e.g. <c>MIT</c>, when there is one.</param>
public sealed record RateProvenance(string Catalogue, string? Url = null, DateOnly? CheckedOn = null, string? Licence = null)
{
    /// <summary>Gets the provenance of rates that the user set.</summary>
    public static RateProvenance User { get; } = new("user");
}
