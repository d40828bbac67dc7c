using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Says what a row of a trace used.</summary>
internal static class TraceUsage
{
    public static Usage ToUsage(this TraceCall call)
    {
        Usage usage = Usage.Of(
            call.Input,
            call.Output,
            cached: call.CachedInput > 0 ? call.CachedInput : null,
            reasoning: call.Reasoning > 0 ? call.Reasoning : null);
        return usage.With(UsageKind.Requests, call.Requests);
    }
}
