using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Execution;

/// <summary>One of two attempts that run beside each other.</summary>
internal sealed record HedgedAttempt(Deployment Deployment, Task<OpenedAnswer> Answer, AttemptPlan Plan, AttemptClock Clock)
{
    /// <summary>Waits for the attempt and gets how it failed, or <see langword="null"/> when it did not.</summary>
    public async Task<Exception?> FailureAsync()
    {
        try
        {
            await Answer;
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Gives the attempt up for the other one, which answered first.</summary>
    public void GiveUp()
    {
        Plan.IsSpare = true;
        if (!Answer.IsCompleted)
        {
            Clock.Cancel();
        }

        _ = DropAsync();
    }

    private async Task DropAsync()
    {
        await ((Task)Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Answer.IsCompletedSuccessfully)
        {
            await (await Answer).DisposeAsync();
        }
    }
}
