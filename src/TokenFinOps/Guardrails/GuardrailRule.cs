namespace TokenFinOps.Guardrails;

/// <summary>What a run is watched for: its limits, and the ways in which agents go round in circles.</summary>
public enum GuardrailRule : byte
{
    /// <summary>The run and its sub-runs made as many calls as they may: <see cref="RunLimits.MaxCalls"/>.</summary>
    MaxCalls,

    /// <summary>The run and its sub-runs would cost more than they may: <see cref="RunLimits.MaxCost"/>.</summary>
    MaxCost,

    /// <summary>The run and its sub-runs would use more tokens than they may: <see cref="RunLimits.MaxTokens"/>.</summary>
    MaxTokens,

    /// <summary>The run goes on for longer than it may: <see cref="RunLimits.MaxDuration"/>.</summary>
    MaxDuration,

    /// <summary>Sub-runs nest deeper than they may: <see cref="RunLimits.MaxDepth"/>.</summary>
    MaxDepth,

    /// <summary>The run started more sub-runs than it may: <see cref="RunLimits.MaxFanOut"/>.</summary>
    MaxFanOut,

    /// <summary>The run spends faster than it may: <see cref="RunLimits.MaxCostPerMinute"/>.</summary>
    MaxCostPerMinute,

    /// <summary>What is sent with every call has grown more than it may: <see cref="RunLimits.MaxContextGrowth"/>.</summary>
    MaxContextGrowth,

    /// <summary>A run with a <see cref="RunLimits.MaxCost"/> calls a model that has no price in US dollars, so that the limit cannot hold it.</summary>
    UnpricedCall,

    /// <summary>The same tool was called with the same arguments again and again, and nothing new came of it.</summary>
    RepeatedCall,

    /// <summary>The same two to six calls were made again and again in the same order.</summary>
    CallCycle,

    /// <summary>The same answer was given again and again.</summary>
    RepeatedAnswer,

    /// <summary>Tools, or the provider, failed several times in a row.</summary>
    RepeatedError,
}
