using Microsoft.Extensions.AI;
using TokenFinOps;

namespace QuickStart.Replay;

/// <summary>Sends every row of a trace through the pipeline, in order, as fast as it goes.</summary>
internal sealed class ReplayRunner(IChatClient chat)
{
    private const int RowsBetweenReports = 512;

    /// <summary>Replays a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="name">What its calls are attributed to.</param>
    /// <param name="progress">Called now and then with the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>The pace of the trace.</returns>
    public async Task<TraceStatistics> RunAsync(TraceFile trace, string name, Action<double> progress, CancellationToken cancellationToken)
    {
        var statistics = new TraceStatistics();
        using (FinOps.Attribute(("team", "replay"), ("feature", name)))
        {
            foreach (TraceRow row in trace.Rows())
            {
                await chat.GetResponseAsync(ReplayChatClient.Message(row), cancellationToken: cancellationToken);
                statistics.Add(row);
                if (statistics.Rows % RowsBetweenReports == 0)
                {
                    progress(trace.Progress);
                }
            }
        }

        progress(1);
        return statistics;
    }
}
