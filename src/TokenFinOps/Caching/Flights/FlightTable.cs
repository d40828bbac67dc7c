using System.Collections.Concurrent;

namespace TokenFinOps.Caching.Flights;

/// <summary>Knows which questions are being answered, so that equal ones wait for one answer. Thread-safe.</summary>
internal sealed class FlightTable
{
    private readonly ConcurrentDictionary<UInt128, Flight> _flights = [];

    /// <summary>Takes the lead for a question, unless somebody has it.</summary>
    /// <returns>Whether the caller leads and must land the flight.</returns>
    public bool TryLead(UInt128 question, out Flight flight)
    {
        var mine = new Flight(this, question);
        flight = _flights.GetOrAdd(question, mine);
        return ReferenceEquals(flight, mine);
    }

    public void Remove(UInt128 question, Flight flight) => _flights.TryRemove(KeyValuePair.Create(question, flight));
}
