namespace TokenFinOps.Ledger.Metering;

/// <summary>Decides, before the provider is called, whether an attempt may be made: budgets and guardrails stand here.</summary>
/// <remarks>Thread-safe. Gates are asked in their order; what one changed in the attempt's messages or options, the next one sees.</remarks>
internal interface IAttemptGate
{
    /// <summary>Lets an attempt pass, as it is or with changed messages and options, or refuses it by throwing.</summary>
    /// <param name="attempt">The attempt. Its messages and options may be replaced; the caller's own objects may not be changed.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>What has to be told how the attempt ended, or <see langword="null"/> when nobody waits for that.</returns>
    ValueTask<IAttemptPass?> EnterAsync(Attempt attempt, CancellationToken cancellationToken);
}
