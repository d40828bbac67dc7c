namespace TokenFinOps.Guardrails.Runs;

/// <summary>Finds the limits that a call would break: those of its run and of all runs around it.</summary>
/// <remarks>Stateless; the runs are guarded by the lock of their tree.</remarks>
internal sealed class LimitCheck(decimal softShare)
{
    private const string Included = ", with what is held for calls under way and for the worst case of this one";

    /// <summary>Checks a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="now">The time, by the registry's clock.</param>
    /// <param name="breaches">Takes what is wrong.</param>
    public void Check(in NextCall call, TimeSpan now, List<Breach> breaches)
    {
        int depth = 0;
        int subRun = 0;
        for (RunState? run = call.Run; run is not null; subRun = run.Ordinal, run = run.Parent, depth++)
        {
            if (!ReferenceEquals(run.Limits, RunLimits.None))
            {
                CheckAmounts(run, call, breaches);
                CheckPace(run, call, now, breaches);
                CheckShape(run, depth, subRun, breaches);
            }
        }
    }

    private void CheckAmounts(RunState run, in NextCall call, List<Breach> breaches)
    {
        RunLimits limits = run.Limits;
        Compare(run, GuardrailRule.MaxCalls, limits.MaxCalls, run.Calls + 1, run.Calls + 1, "calls", breaches);
        Compare(run, GuardrailRule.MaxTokens, limits.MaxTokens, run.Tokens + run.HeldTokens + call.Tokens, run.Tokens, "tokens" + Included, breaches);
        Compare(run, GuardrailRule.MaxCost, limits.MaxCost, run.Spent + run.HeldCost + call.Cost.GetValueOrDefault(), run.Spent, "USD" + Included, breaches);
        if (limits.MaxCost is { } most && call.Cost is null)
        {
            breaches.Add(new Breach(run, GuardrailRule.UnpricedCall, most, run.Spent, false, $"no price in USD for '{call.Model}'"));
        }
    }

    private void CheckPace(RunState run, in NextCall call, TimeSpan now, List<Breach> breaches)
    {
        RunLimits limits = run.Limits;
        if (limits.MaxDuration is { } longest)
        {
            var elapsed = (decimal)(now - run.Started).TotalSeconds;
            Compare(run, GuardrailRule.MaxDuration, (decimal)longest.TotalSeconds, elapsed, elapsed, "seconds since its first call", breaches);
        }

        if (limits.MaxCostPerMinute is { } fastest)
        {
            decimal rate = run.CostPerMinute(now - run.Started);
            Compare(run, GuardrailRule.MaxCostPerMinute, fastest, rate, rate, "USD billed within a minute", breaches);
        }

        Compare(run, GuardrailRule.MaxContextGrowth, limits.MaxContextGrowth, call.ContextGrowth, call.ContextGrowth, "times the first call's input", breaches);
    }

    private static void CheckShape(RunState run, int depth, int subRun, List<Breach> breaches)
    {
        if (run.Limits.MaxDepth is { } deepest && depth > deepest)
        {
            breaches.Add(new Breach(run, GuardrailRule.MaxDepth, deepest, depth, false, "runs in runs"));
        }

        if (run.Limits.MaxFanOut is { } most && subRun > most)
        {
            breaches.Add(new Breach(run, GuardrailRule.MaxFanOut, most, subRun, false, "sub-runs in all"));
        }
    }

    private void Compare(RunState run, GuardrailRule rule, decimal? limit, decimal value, decimal reached, string evidence, List<Breach> breaches)
    {
        if (limit is not { } most)
        {
            return;
        }

        if (value > most)
        {
            breaches.Add(new Breach(run, rule, most, value, false, evidence));
        }
        else if (softShare < 1 && reached >= most * softShare)
        {
            breaches.Add(new Breach(run, rule, most, reached, true, evidence));
        }
    }
}
