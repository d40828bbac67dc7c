using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.PostgreSql.Reading;
using TokenFinOps.PostgreSql.Spooling;
using TokenFinOps.PostgreSql.Upkeep;
using TokenFinOps.PostgreSql.Writing;

namespace TokenFinOps.PostgreSql;

/// <summary>A cost ledger in PostgreSQL 15 or later that many processes share.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Entries are written in groups, each in one transaction: their ids, which tell duplicates, their rows, and their sums by hour and values.</description></item>
/// <item><description>Writers never update a row that another writes, and take locks in one order: they neither wait for each other nor deadlock.</description></item>
/// <item><description>One process at a time folds the sums into those of hours, days and months, so that a bill is read from few rows, whatever the number of entries.</description></item>
/// <item><description>While the server is away entries go to a file on the local disk, which counts as written, and from there to the server when it is back.</description></item>
/// </list>
/// <para>The schema is made or updated when the ledger is first used. Thread-safe.</para>
/// </remarks>
public sealed class PostgreSqlCostLedger : IDurableCostLedger
{
    private readonly NpgsqlDataSource? _owned;
    private readonly LedgerDatabase _database;
    private readonly LedgerReader _reader;
    private readonly Spool _spool;
    private readonly SpoolDrainer _drainer;
    private readonly UpkeepLoop _upkeep;
    private readonly GroupCommitWriter _writer;
    private int _isDisposed;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlCostLedger"/> class.</summary>
    /// <param name="connectionString">How to connect, as Npgsql takes it: <c>Host=db;Database=finops;Username=app;Password=…</c>.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where faults are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public PostgreSqlCostLedger(
        string connectionString, PostgreSqlLedgerOptions? options = null, TimeProvider? timeProvider = null, ILogger<PostgreSqlCostLedger>? logger = null)
        : this(LedgerDataSource.Of(connectionString), options, timeProvider, logger) => _owned = DataSource;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlCostLedger"/> class.</summary>
    /// <param name="dataSource">Where connections come from. It is the caller's, and is not disposed of.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where faults are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public PostgreSqlCostLedger(
        NpgsqlDataSource dataSource, PostgreSqlLedgerOptions? options = null, TimeProvider? timeProvider = null, ILogger<PostgreSqlCostLedger>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        PostgreSqlLedgerOptions settings = (options ?? new()).Copy();
        settings.Validate();
        TimeProvider time = timeProvider ?? TimeProvider.System;
        ILogger log = logger ?? NullLogger<PostgreSqlCostLedger>.Instance;

        DataSource = dataSource;
        _database = new LedgerDatabase(dataSource, new LedgerTables(settings.Schema));
        _reader = new LedgerReader(_database);
        Folder = new SumFolder(_database, time);
        Retention = settings.KeepEntries is { } keep ? new EntryRetention(_database, keep, time) : null;
        _spool = new Spool(new SpoolFolder(settings.SpoolFolder, LedgerDataSource.NameOf(dataSource, settings.Schema), log), settings.SpoolLimit, log);
        _drainer = new SpoolDrainer(_spool, new SpoolTransfer(new ServerBatchWriter(_database), settings.MaxBatch, log), settings.RetryDelay, time, log);
        _upkeep = new UpkeepLoop(Folder, Retention, time, log);
        _writer = new GroupCommitWriter(new SpoolingStore(new ServerBatchWriter(_database), _spool, _drainer, log), settings, time, log);
    }

    /// <inheritdoc/>
    public LedgerHealth Health
    {
        get
        {
            LedgerHealth health = _writer.Health;
            Exception? fault = health.Fault ?? _drainer.Fault;
            return health with
            {
                State = health.State == LedgerState.Ready && fault is not null ? LedgerState.Retrying : health.State,
                Fault = fault,
                Spooled = _spool.Count,
                Refused = health.Refused + _drainer.Refused,
            };
        }
    }

    internal NpgsqlDataSource DataSource { get; }

    internal SumFolder Folder { get; }

    internal EntryRetention? Retention { get; }

    /// <inheritdoc/>
    public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default) => _writer.AppendAsync(entry, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The server is away.</exception>
    public async ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        LedgerGaps gaps = await WriteOwnAsync(cancellationToken).ConfigureAwait(false);
        return await _reader.QueryAsync(query, gaps, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Entries of different processes are in the order in which the server took them.</remarks>
    /// <exception cref="LedgerUnavailableException">The server is away.</exception>
    public async IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await WriteOwnAsync(cancellationToken).ConfigureAwait(false);
        await foreach (LedgerEntry entry in _reader.EnumerateAsync(filter ?? LedgerFilter.All, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    /// <remarks>It is told of the entries that this process appends. While the server is away it may be told of a duplicate that only the server could tell.</remarks>
    public IDisposable Subscribe(Action<LedgerEntry> observer) => _writer.Subscribe(observer);

    /// <inheritdoc/>
    /// <remarks>Entries on the local disk of this machine are written as well.</remarks>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>Writes what is pending, to the server or else to the local disk, and closes the ledger.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _writer.DisposeAsync().ConfigureAwait(false);
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        await _drainer.DisposeAsync().ConfigureAwait(false);
        _spool.Dispose();
        _database.Dispose();
        if (_owned is not null)
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<LedgerGaps> WriteOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            // What is there can still be asked for; the report says what is missing.
            return LedgerGaps.NotYetWritten;
        }

        return _spool.Count > 0 ? LedgerGaps.NotYetWritten : LedgerGaps.None;
    }
}
