namespace QuickStart.Report;

/// <summary>Says that a model has no price, and what to do about it.</summary>
internal static class UnpricedNote
{
    public static void Print(Notes notes, string model, long calls, string detail = "") => notes.Warn(
        "Unpriced",
        $"{Figures.Plural(calls, "call")} of '{model}', a model without a public price: the cost is unknown, not 0.{detail} "
        + "Tell the SDK its price: AddTokenFinOps(finops => finops.AddPriceOverride(…)).");
}
