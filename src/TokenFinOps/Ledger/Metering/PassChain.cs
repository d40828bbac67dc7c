using Microsoft.Extensions.AI;

namespace TokenFinOps.Ledger.Metering;

/// <summary>The passes of two gates as one.</summary>
internal sealed class PassChain(IAttemptPass first, IAttemptPass second) : IAttemptPass
{
    public static IAttemptPass? Of(IAttemptPass? first, IAttemptPass? second) =>
        first is null || second is null ? first ?? second : new PassChain(first, second);

    public void Watch(AIContent content)
    {
        first.Watch(content);
        second.Watch(content);
    }

    public async ValueTask SettleAsync(LedgerEntry entry)
    {
        try
        {
            await first.SettleAsync(entry).ConfigureAwait(false);
        }
        finally
        {
            await second.SettleAsync(entry).ConfigureAwait(false);
        }
    }

    public async ValueTask ReleaseAsync()
    {
        try
        {
            await first.ReleaseAsync().ConfigureAwait(false);
        }
        finally
        {
            await second.ReleaseAsync().ConfigureAwait(false);
        }
    }
}
