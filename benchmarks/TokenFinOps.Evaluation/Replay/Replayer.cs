using System.Diagnostics;
using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Replays calls: shuffled, by several callers at a time, every other one streamed.</summary>
/// <param name="Callers">How many call at a time.</param>
/// <param name="Seed">Makes the order.</param>
internal sealed record Replayer(int Callers, int Seed)
{
    /// <returns>How long it took.</returns>
    public async Task<ReplayPace> RunAsync(IReadOnlyList<TraceCall> calls, IReplayTarget target, CancellationToken cancellationToken)
    {
        TraceCall[] order = [.. calls];
        new Random(Seed).Shuffle(order);
        int next = -1;
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync, cancellationToken))).ConfigureAwait(false);
        return new ReplayPace(order.Length, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - busy);

        async Task CallAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < order.Length; index = Interlocked.Increment(ref next))
            {
                await target.CallAsync(order[index], streamed: index % 2 == 1, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
