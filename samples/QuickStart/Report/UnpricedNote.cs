namespace QuickStart.Report;

/// <summary>Says that a model has no price, and what to do about it.</summary>
internal static class UnpricedNote
{
    public static void Print(Notes notes, string model, long calls, string detail = "") => notes.Warn(
        "Unpriced",
        $"{Figures.Plural(calls, "call")} of '{model}'{detail}: no price is known, so the cost is unknown, not 0. Set it: "
        + $"AddTokenFinOps(finops => finops.AddPrices(PriceOverride.ForModel(\"openai\", \"{model}\", new RateCard(…)))).");
}
