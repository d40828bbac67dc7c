using Microsoft.Extensions.Logging;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Moves entries from the local disk to the server, in the background: at once when some come, and again and again while the server is away.</summary>
internal sealed partial class SpoolDrainer : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AdoptionPeriod = TimeSpan.FromMinutes(1);

    private readonly Spool _spool;
    private readonly SpoolTransfer _transfer;
    private readonly TimeSpan _retryDelay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _work = new(1);
    private readonly Task _loop;
    private volatile Exception? _fault;

    public SpoolDrainer(Spool spool, SpoolTransfer transfer, TimeSpan retryDelay, TimeProvider time, ILogger logger)
    {
        _spool = spool;
        _transfer = transfer;
        _retryDelay = retryDelay;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Gets why entries wait on the local disk, while they do.</summary>
    public Exception? Fault => _fault;

    /// <summary>Gets how many entries the server refused for good.</summary>
    public long Refused => _transfer.Refused;

    /// <summary>Says that there is work to do.</summary>
    /// <param name="fault">Why.</param>
    public void Wake(Exception fault)
    {
        _fault = fault;
        if (_work.CurrentCount == 0)
        {
            _work.Release();
        }
    }

    /// <summary>Moves what can be moved and ends. What cannot stays on the disk for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        if (_spool.Count > 0)
        {
            await TryDrainAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
        _work.Dispose();
    }

    private async Task RunAsync()
    {
        TimeSpan wait = _retryDelay;
        while (!_closing.IsCancellationRequested)
        {
            bool isDone = await TryDrainAsync().ConfigureAwait(false);
            wait = isDone ? _retryDelay : wait * 2 < LongestWait ? wait * 2 : LongestWait;
            try
            {
                await (isDone ? WaitForWorkAsync() : Task.Delay(wait, _time, _closing.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WaitForWorkAsync()
    {
        using var period = new CancellationTokenSource(AdoptionPeriod, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, period.Token);
        try
        {
            await _work.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // It is time to look for files that other processes left.
        }
    }

    private async Task<bool> TryDrainAsync()
    {
        try
        {
            await _spool.DrainAsync(_transfer).ConfigureAwait(false);
            if (_fault is not null)
            {
                _fault = null;
                LogDrained(_logger);
            }

            return true;
        }
        catch (Exception fault)
        {
            if (_fault is null)
            {
                LogWaiting(_logger, _spool.Count, ServerFault.Explain(fault));
            }

            _fault = fault;
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The ledger's server is back, and every entry that waited on the local disk is there.")]
    private static partial void LogDrained(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "{Count} ledger entries wait on the local disk for the server. {Explanation}")]
    private static partial void LogWaiting(ILogger logger, long count, string explanation);
}
