namespace TokenFinOps.Attribution;

/// <summary>What a stage of the pipeline tells the stages nearer to the provider about the call that it is making. Travels with the attribution, never in the caller's options.</summary>
/// <param name="around">What the stages nearer to the application say about the same call.</param>
internal abstract class RequestStage(RequestStage? around)
{
    /// <summary>Finds what a kind of stage says about the call, or <see langword="null"/>.</summary>
    public T? Find<T>()
        where T : RequestStage => this as T ?? around?.Find<T>();
}
