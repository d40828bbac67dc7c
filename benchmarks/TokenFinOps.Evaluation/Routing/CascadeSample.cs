namespace TokenFinOps.Evaluation.Routing;

/// <summary>Sums over the same questions of several ways to answer them.</summary>
/// <param name="Cascade">The cascade's sums.</param>
/// <param name="Strong">Those of the dear model alone.</param>
/// <param name="Weak">Those of the best cheap model alone.</param>
internal readonly record struct CascadeSample(CascadeSums Cascade, CascadeSums Strong, CascadeSums Weak)
{
    public double QualityRatio => Cascade.Quality / Strong.Quality;

    public double CostRatio => Cascade.Cost / Strong.Cost;

    /// <summary>Gets the quality, as a share of the dear model's, of sending questions by lot to the best cheap model or to the dear one at the cascade's cost.</summary>
    public double RandomMix
    {
        get
        {
            double share = Strong.Cost <= Weak.Cost ? 1 : Math.Clamp((Cascade.Cost - Weak.Cost) / (Strong.Cost - Weak.Cost), 0, 1);
            return (Weak.Quality + (share * (Strong.Quality - Weak.Quality))) / Strong.Quality;
        }
    }
}
