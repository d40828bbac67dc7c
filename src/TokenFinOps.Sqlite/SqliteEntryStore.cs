using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Writes groups of entries and the sums that they change, each group in one transaction.</summary>
/// <remarks>
/// The connection is opened when it is first needed, and again after a fault of the file. Used by one flow of execution at a time; other processes may write to the
/// same file.
/// </remarks>
internal sealed partial class SqliteEntryStore(LedgerFile file, SqliteLedgerOptions options, TimeProvider time, ILogger logger) : IEntryBatchStore, IDisposable
{
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromHours(1);

    private LedgerWriting? _writing;
    private DateTimeOffset _nextRetention = DateTimeOffset.MinValue;

    public string Explain(Exception fault) => SqliteFaults.Explain(fault, file.Path);

    /// <summary>Opens the file and brings it to the latest schema.</summary>
    public void Open() => _writing ??= new LedgerWriting(file.OpenToWrite());

    public ValueTask WriteAsync(EntryBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            Open();
            _writing!.Write(batch);
        }
        catch (Exception fault)
        {
            Recover(fault);
            throw;
        }

        KeepHouse(batch);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _writing?.Dispose();
        _writing = null;
    }

    // The entries are written by now: what fails here is tried again with the next group.
    private void KeepHouse(EntryBatch batch)
    {
        try
        {
            _writing!.SumDays(batch);
            DateTimeOffset now = time.GetUtcNow();
            if (options.KeepEntries is not { } kept || now < _nextRetention)
            {
                return;
            }

            if (!_writing.RemoveBefore(RollupPeriod.HourOf((now - kept).UtcTicks)))
            {
                _nextRetention = now + RetentionInterval;
            }
        }
        catch (Exception fault)
        {
            Recover(fault);
            LogHousekeepingFailed(logger, fault, Explain(fault));
        }
    }

    private void Recover(Exception fault)
    {
        if (_writing is null)
        {
            return;
        }

        if (SqliteFaults.NeedsNewConnection(fault) || !_writing.TryForget())
        {
            Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The ledger could not sum up a day or remove old entries; it will be tried again. {Explanation}")]
    private static partial void LogHousekeepingFailed(ILogger logger, Exception fault, string explanation);
}
