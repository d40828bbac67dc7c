namespace TokenFinOps.Caching.Acceptance;

/// <summary>The record of an entry as it is kept between processes.</summary>
internal readonly record struct AuditedEntry(Guid Id, double Count, double Surprise, float? HighestWrong, float? BlockedUpTo);
