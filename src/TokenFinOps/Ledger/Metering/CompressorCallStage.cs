using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Says that a call is made only to shorten another one's prompt: without the compressor it would have cost nothing.</summary>
internal sealed class CompressorCallStage() : RequestStage(null);
