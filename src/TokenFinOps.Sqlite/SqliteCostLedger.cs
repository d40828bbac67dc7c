using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>A durable cost ledger in one SQLite file: every entry, and exact sums for every hour, day and month.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Entries are written in groups by one background flow, each group in one transaction with the sums that it changes (write-ahead log).</description></item>
/// <item><description>An entry's id is unique in the file: what is written twice counts once, also after a crash.</description></item>
/// <item><description>Costs are decimals as text, sums are integers of 256 bits: they add up to the last digit, however many there are.</description></item>
/// <item><description>Questions are answered from the sums of the longest periods that fit: a month's bill reads a row for every combination of values, not every entry.</description></item>
/// <item><description>While the file cannot be written to, entries wait in memory within bounds and are written later; <see cref="Health"/> says so.</description></item>
/// </list>
/// <para>Thread-safe. Several processes may use one file on one machine; on a network share SQLite is not safe.</para>
/// </remarks>
public sealed class SqliteCostLedger : IDurableCostLedger
{
    private const int PageSize = 1_024;

    private readonly LedgerFile _file;
    private readonly SqliteEntryStore _store;
    private readonly GroupCommitWriter _writer;
    private readonly LedgerReading _reading;

    /// <summary>Initializes a new instance of the <see cref="SqliteCostLedger"/> class. The file is opened, or made, when it is first used.</summary>
    /// <param name="connectionString">The file, e.g. <c>Data Source=finops.db</c>.</param>
    /// <param name="options">How it writes and what it keeps; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock that delays and retention go by; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where failed writes are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string names no file.</exception>
    public SqliteCostLedger(
        string connectionString, SqliteLedgerOptions? options = null, TimeProvider? timeProvider = null, ILogger<SqliteCostLedger>? logger = null)
    {
        SqliteLedgerOptions limits = (options ?? new()).Copy();
        limits.Validate();
        TimeProvider time = timeProvider ?? TimeProvider.System;
        ILogger log = logger ?? (ILogger)NullLogger.Instance;
        _file = new LedgerFile(connectionString, limits);
        _store = new SqliteEntryStore(_file, limits, time, log);
        _writer = new GroupCommitWriter(_store, limits, time, log);
        _reading = new LedgerReading(_file);
    }

    /// <inheritdoc/>
    public LedgerHealth Health => _writer.Health;

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The file cannot be written to. The message says whether the entry waits or was refused.</exception>
    public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default) => _writer.AppendAsync(entry, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        LedgerGaps gaps = await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Read(() => _reading.Answer(query, gaps, cancellationToken)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Entries are read a page at a time, so that memory is bounded and writers are not held up.</remarks>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async IAsyncEnumerable<LedgerEntry> EnumerateAsync(
        LedgerFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LedgerFilter wanted = filter ?? LedgerFilter.All;
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        (long, long)? rest = await Task.Run(() => Read(() => _reading.NumbersOf(wanted)), cancellationToken).ConfigureAwait(false);
        var page = new List<LedgerEntry>(PageSize);
        while (rest is { } numbers)
        {
            page.Clear();
            rest = await Task.Run(() => Read(() => _reading.ReadPage(wanted, numbers, PageSize, page)), cancellationToken).ConfigureAwait(false);
            foreach (LedgerEntry entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<LedgerEntry> observer) => _writer.Subscribe(observer);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>Writes what is pending and closes the file.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _store.Dispose();
        _file.Release();
    }

    private async ValueTask<LedgerGaps> CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            return LedgerGaps.None;
        }
        catch (LedgerUnavailableException)
        {
            return LedgerGaps.NotYetWritten;
        }
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is Microsoft.Data.Sqlite.SqliteException or InvalidDataException)
        {
            throw new LedgerUnavailableException($"The ledger cannot be read. {_store.Explain(fault)}", fault);
        }
    }
}
