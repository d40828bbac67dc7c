namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Rates and the period, and part of the day, in which they are the ones that apply.</summary>
internal sealed record TimelinePart(DateTimeOffset From, DateTimeOffset To, DailyWindow? Window, IReadOnlyList<Rate> Rates);
