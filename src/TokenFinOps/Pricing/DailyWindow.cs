namespace TokenFinOps.Pricing;

/// <summary>A part of every day, in UTC, during which rates apply, e.g. a provider's off-peak hours.</summary>
/// <param name="Start">The first moment inside the window.</param>
/// <param name="End">The first moment after the window. An end before the start wraps past midnight; an end equal to the start means the whole day.</param>
/// <remarks>The window is half open: its start belongs to it, its end does not.</remarks>
public readonly record struct DailyWindow(TimeOnly Start, TimeOnly End)
{
    /// <summary>Finds out whether a moment lies within the window.</summary>
    /// <param name="moment">The moment, in any time zone.</param>
    /// <returns><see langword="true"/> when its UTC time of day lies within.</returns>
    public bool Contains(DateTimeOffset moment)
    {
        TimeOnly time = TimeOnly.FromTimeSpan(moment.UtcDateTime.TimeOfDay);
        return Start < End ? time >= Start && time < End : time >= Start || time < End;
    }
}
