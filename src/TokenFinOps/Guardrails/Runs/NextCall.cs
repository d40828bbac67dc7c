using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Guardrails.Runs;

/// <summary>A call that is about to be made, as limits see it.</summary>
/// <param name="Run">The run that makes it.</param>
/// <param name="Model">The model, as far as it is known.</param>
/// <param name="Cost">The most that it can cost, in US dollars; <see langword="null"/> when that is not known.</param>
/// <param name="Tokens">The most tokens that it can use.</param>
/// <param name="ContextGrowth">How many times the input of its conversation's first call the last call had.</param>
internal readonly record struct NextCall(RunState Run, string Model, decimal? Cost, decimal Tokens, decimal ContextGrowth)
{
    public static NextCall Of(RunState run, WorstCase? worst, decimal contextGrowth) => worst is null
        ? new NextCall(run, string.Empty, null, 0, contextGrowth)
        : new NextCall(run, worst.Model, worst.Currency == CurrencyCode.Usd ? worst.Cost : null, worst.InputTokens + worst.OutputTokens, contextGrowth);
}
