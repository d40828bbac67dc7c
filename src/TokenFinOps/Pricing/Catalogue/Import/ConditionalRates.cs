namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Rates that apply from a day on, during a part of the day, or always.</summary>
internal sealed record ConditionalRates(DateTimeOffset From, DailyWindow? Window, IReadOnlyList<Rate> Rates);
