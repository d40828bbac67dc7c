namespace TokenFinOps.Caching.Flights;

/// <summary>A question that is being answered. Thread-safe.</summary>
internal sealed class Flight(FlightTable table, UInt128 question)
{
    private readonly TaskCompletionSource<FlightEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the flight; only the first end counts.</summary>
    public void Land(FlightEnd end)
    {
        // First out of the table: who comes from now on leads anew or finds the entry.
        table.Remove(question, this);
        _end.TrySetResult(end);
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the flight goes on.</exception>
    public async ValueTask<FlightEnd> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _end.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return FlightEnd.NoAnswer;
        }
    }
}
