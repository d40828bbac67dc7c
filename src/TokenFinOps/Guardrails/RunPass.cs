using System.Text;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails.Behaviour;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Guardrails;

/// <summary>What a run holds for a call that is under way. Used by the call's flow of execution; what it changes is guarded by the lock of the run.</summary>
internal sealed class RunPass(RunRegistry runs, RunState run, Conversation? conversation, NextCall held, bool wrapsUp) : IAttemptPass
{
    private List<FunctionCallContent>? _calls;
    private StringBuilder? _answer;

    public void Watch(AIContent content)
    {
        if (content is FunctionCallContent call)
        {
            (_calls ??= []).Add(call);
        }
        else if (content is TextContent text && (_answer is not null || !string.IsNullOrWhiteSpace(text.Text)))
        {
            (_answer ??= new StringBuilder()).Append(text.Text);
        }
    }

    public ValueTask SettleAsync(LedgerEntry entry)
    {
        lock (run.Tree)
        {
            run.Settle(held.Cost.GetValueOrDefault(), held.Tokens, CostOf(entry), TokensOf(entry), runs.Now);
            run.LastAnswer = _answer?.ToString() ?? run.LastAnswer;
            conversation?.Settle(entry);
            conversation?.Delivered = _calls ?? [];
            if (wrapsUp && entry.Outcome == AttemptOutcome.Succeeded)
            {
                conversation?.IsWrappedUp = true;
                run.EndWrapUp();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ReleaseAsync()
    {
        lock (run.Tree)
        {
            run.Release(held.Cost.GetValueOrDefault(), held.Tokens);
        }

        return ValueTask.CompletedTask;
    }

    // What is not known to the end is presumed to be what was held for it.
    private decimal CostOf(LedgerEntry entry)
    {
        decimal known = entry.Cost.Currency == CurrencyCode.Usd ? entry.Cost.Effective.GetValueOrDefault() : 0;
        bool isWhole = entry.Cost.Status == PricingStatus.Priced && entry.Cost.Currency == CurrencyCode.Usd;
        return isWhole ? known : Math.Max(known, held.Cost.GetValueOrDefault());
    }

    private decimal TokensOf(LedgerEntry entry) => entry.UsageOrigin == UsageOrigin.Unknown && !entry.Notes.HasFlag(MeteringNotes.NotBilled)
        ? held.Tokens
        : entry.Usage.InputTokens + entry.Usage.OutputTokens;
}
