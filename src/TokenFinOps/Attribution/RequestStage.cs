namespace TokenFinOps.Attribution;

/// <summary>What a stage of the pipeline tells the stages nearer to the provider about the call that it is making. Travels with the attribution, never in the caller's options.</summary>
internal abstract class RequestStage;
