using System.Globalization;

namespace TokenFinOps.Routing.Requests;

/// <summary>What is known of a workload: how long its answers are. Thread-safe.</summary>
internal sealed class WorkloadProfile(ulong hash)
{
    private const double NewestWeight = 0.1;
    private const double FirstGuess = 300;

    private double _output = FirstGuess;

    /// <summary>Gets the workload's key, as decisions carry it.</summary>
    public string Key { get; } = hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Gets how many tokens of output are expected.</summary>
    public long ExpectedOutput => (long)Volatile.Read(ref _output);

    // An update that is lost between two threads changes a smoothed guess by little.
    public void Answered(long outputTokens) => Volatile.Write(ref _output, _output + (NewestWeight * (outputTokens - _output)));
}
