using System.Runtime.ExceptionServices;

namespace TokenFinOps.Sqlite;

/// <summary>Does several things at once, as far as there are cores that have nothing else to do.</summary>
internal static class Cores
{
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
