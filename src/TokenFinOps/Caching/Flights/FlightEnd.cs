using TokenFinOps.Caching.Lookups;

namespace TokenFinOps.Caching.Flights;

/// <summary>How a question's answering ended.</summary>
/// <param name="Found">What those who waited may be served, or <see langword="null"/>.</param>
/// <param name="IsGivenUp">Whether the caller who led went away, so that another should lead.</param>
internal readonly record struct FlightEnd(FoundAnswer? Found, bool IsGivenUp)
{
    /// <summary>Gets the end of one that failed, or whose answer is not shared: who waited asks the model himself.</summary>
    public static FlightEnd NoAnswer => default;

    public static FlightEnd GivenUp => new(null, true);
}
