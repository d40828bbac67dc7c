using Microsoft.Extensions.Logging;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Upkeep;

/// <summary>Folds sums and removes old entries, again and again, in the background. A fault only puts it off: questions are exact without it.</summary>
internal sealed partial class UpkeepLoop : IAsyncDisposable
{
    private static readonly TimeSpan FoldPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetentionPeriod = TimeSpan.FromMinutes(10);

    private readonly SumFolder _folder;
    private readonly EntryRetention? _retention;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loop;

    public UpkeepLoop(SumFolder folder, EntryRetention? retention, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _retention = retention;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(FoldPeriod, _time);
        DateTimeOffset nextRetention = _time.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
            {
                await TryAsync(_folder.FoldAsync).ConfigureAwait(false);
                if (_retention is not null && _time.GetUtcNow() >= nextRetention)
                {
                    nextRetention = _time.GetUtcNow() + RetentionPeriod;
                    await TryAsync(_retention.RemoveAsync).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The ledger is being closed.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (!_closing.IsCancellationRequested)
        {
            LogPutOff(_logger, ServerFault.Explain(fault));
        }
        catch (Exception)
        {
            // Whatever fails while the ledger is being closed is done by the next process.
        }
    }

    [LoggerMessage(LogLevel.Debug, "The ledger's sums were not folded or its old entries not removed; it is tried again. {Explanation}")]
    private static partial void LogPutOff(ILogger logger, string explanation);
}
