using System.Runtime.ExceptionServices;

namespace TokenFinOps.Sqlite;

/// <summary>Does several things at once, as far as there are cores that have nothing else to do.</summary>
internal static class Cores
{
    /// <summary>Does one thing here and another beside it, or after it where no core is free. The one beside may wait for the one here, never the other way round.</summary>
    /// <exception cref="Exception">What the one here has thrown, or else the one beside it, as it was. Both have ended by then.</exception>
    public static void InvokeBeside(Action here, Action beside)
    {
        Task other = Task.Run(beside);
        try
        {
            here();
        }
        finally
        {
            other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }

        other.GetAwaiter().GetResult();
    }

    /// <summary>Waits until all are done.</summary>
    /// <exception cref="Exception">What the first that failed has thrown, as it was.</exception>
    public static void Invoke(params Action[] work)
    {
        try
        {
            Parallel.Invoke(work);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }
}
