namespace TokenFinOps.Evaluation.Traces;

/// <summary>One row of a trace: a call, or an hour's calls of one client added up.</summary>
/// <param name="Timestamp">When it was made. Traces that count from their own start begin at the Unix epoch.</param>
/// <param name="Input">All input tokens, cached ones included.</param>
/// <param name="Output">All output tokens, reasoning included.</param>
internal readonly record struct TraceCall(DateTimeOffset Timestamp, long Input, long Output)
{
    /// <summary>Gets how many input tokens a prefix cache would have held.</summary>
    public long CachedInput { get; init; }

    /// <summary>Gets how many output tokens were reasoning.</summary>
    public long Reasoning { get; init; }

    /// <summary>Gets how many calls the row stands for.</summary>
    public long Requests { get; init; } = 1;

    /// <summary>Gets the model, where the trace names one.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the client, where the trace names one.</summary>
    public string? Client { get; init; }
}
