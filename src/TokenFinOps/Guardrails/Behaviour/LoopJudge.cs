namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Says whether a conversation, as it stands, trips a rule.</summary>
internal sealed class LoopJudge(GuardrailOptions options)
{
    /// <summary>Judges the latest call.</summary>
    public void JudgeCall(Conversation conversation, List<LoopSign> signs)
    {
        GuardrailAction onCycle = options.ActionOf(GuardrailRule.CallCycle);
        GuardrailAction onRepetition = options.ActionOf(GuardrailRule.RepeatedCall);
        ReadOnlySpan<CallMark> cycle = onCycle == GuardrailAction.None ? [] : LoopFinder.Cycle(conversation.Calls, options.RepeatedCycles);
        if (!cycle.IsEmpty)
        {
            signs.Add(new LoopSign(GuardrailRule.CallCycle, options.RepeatedCycles, options.RepeatedCycles, string.Join(" → ", cycle.ToArray())));
        }

        // The calls of a cycle are repeated, too; that is said only where it matters more.
        if (cycle.IsEmpty || onRepetition > onCycle)
        {
            JudgeRepetition(conversation.Calls, signs);
        }
    }

    /// <summary>Judges an answer.</summary>
    public void JudgeAnswer(Conversation conversation, ulong saying, List<LoopSign> signs)
    {
        int given = conversation.Answer(saying);
        if (given >= options.RepeatedAnswers)
        {
            signs.Add(new LoopSign(GuardrailRule.RepeatedAnswer, options.RepeatedAnswers, given, FormattableString.Invariant($"answer#{(uint)saying:x8}")));
        }
    }

    /// <summary>Judges the latest failures of tools and of the provider.</summary>
    public void JudgeErrors(Conversation conversation, List<LoopSign> signs)
    {
        int limit = options.RepeatedErrors;
        if (conversation.ToolErrors >= limit)
        {
            signs.Add(new LoopSign(GuardrailRule.RepeatedError, limit, conversation.ToolErrors, $"tool {conversation.FailedTool}"));
        }

        if (conversation.ProviderFailures >= limit)
        {
            signs.Add(new LoopSign(GuardrailRule.RepeatedError, limit, conversation.ProviderFailures, "the provider"));
        }
    }

    private void JudgeRepetition(ReadOnlySpan<CallMark> calls, List<LoopSign> signs)
    {
        decimal repetitions = LoopFinder.Repetitions(calls);
        if (repetitions >= options.RepeatedCalls)
        {
            signs.Add(new LoopSign(GuardrailRule.RepeatedCall, options.RepeatedCalls, repetitions, calls[^1].ToString()));
        }
    }
}
