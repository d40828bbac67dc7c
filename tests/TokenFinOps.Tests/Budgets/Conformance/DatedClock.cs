namespace TokenFinOps.Tests.Budgets.Conformance;

/// <summary>A clock that tells the time of a test and waits as long as it takes: a locked file or a busy server is free again after a while that no test can pass.</summary>
internal sealed class DatedClock(TimeProvider dates) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => dates.GetUtcNow();
}
