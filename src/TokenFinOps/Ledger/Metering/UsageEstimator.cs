using TokenFinOps.Pricing;
using TokenFinOps.Tokens;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Estimates the usage of an attempt whose provider did not report it: what was sent, and what was delivered before the end.</summary>
internal sealed class UsageEstimator(ITokenCounter tokens)
{
    /// <summary>Completes a usage. What was reported stands; an answer that broke off counts at least what was delivered of it.</summary>
    public Usage Estimate(Attempt attempt, Usage reported, string model)
    {
        Usage usage = reported;
        string? provider = attempt.Deployment.Provider;
        decimal output = attempt.Delivered.Count == 0 ? 0 : tokens.CountOutput(attempt.Delivered, model, provider).Tokens;
        if (!usage.Reports(UsageKind.InputTokens))
        {
            usage = usage.With(UsageKind.InputTokens, InputOf(attempt, model, provider, output));
        }

        return usage.With(UsageKind.OutputTokens, Math.Max(usage.OutputTokens, output));
    }

    private decimal InputOf(Attempt attempt, string model, string? provider, decimal output)
    {
        if (attempt.ReportedTotal is { } total && total >= output)
        {
            return total - output;
        }

        if (attempt.Messages is { } messages)
        {
            return tokens.CountInput(messages, attempt.Options, model, provider).Tokens;
        }

        decimal input = 0;
        foreach (string text in attempt.Sent ?? [])
        {
            input += tokens.CountText(text, model, provider).Tokens;
        }

        return input;
    }
}
