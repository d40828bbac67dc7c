namespace TokenFinOps.Ledger.Runs;

/// <summary>Finds what an agent run, with all the runs that it started, called and cost.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class LedgerRuns
{
    /// <summary>Reads a run and all runs below it.</summary>
    /// <remarks>
    /// Entries are read by their run and by the run above it, level by level: the work is that of the run's size, whatever else the ledger holds. A run that made no
    /// call itself has left nothing that says who started it, so what is below such a run is found by its own id only.
    /// </remarks>
    /// <param name="ledger">The ledger.</param>
    /// <param name="runId">The run.</param>
    /// <param name="options">How it is read; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The tree, or <see langword="null"/> when the ledger has no entry of the run nor of one below it.</returns>
    /// <exception cref="ArgumentException">The run's id is empty or an option is out of range.</exception>
    public static Task<RunTree?> GetRunAsync(this ICostLedger ledger, string runId, RunTreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        RunTreeOptions limits = options ?? new();
        limits.Validate();
        return new RunTreeReader(ledger, limits).ReadAsync(runId, cancellationToken);
    }
}
