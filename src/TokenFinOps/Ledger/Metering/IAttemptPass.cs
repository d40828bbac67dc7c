using Microsoft.Extensions.AI;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What a gate holds for an attempt that it let pass. It is told once how that ended.</summary>
internal interface IAttemptPass
{
    /// <summary>Takes a look at a part of the answer as it arrives. The default does not care.</summary>
    void Watch(AIContent content)
    {
    }

    /// <summary>Takes note of what the attempt cost. Called whatever became of the attempt, and before or while its entry is written.</summary>
    ValueTask SettleAsync(LedgerEntry entry);

    /// <summary>Gives back what is held, because the attempt was never made: another gate refused it.</summary>
    ValueTask ReleaseAsync();
}
