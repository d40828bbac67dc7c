namespace TokenFinOps.Routing.Admission;

/// <summary>What later outcomes say about a promise of quality.</summary>
public enum PromiseState
{
    /// <summary>There are too few outcomes to prove or refute it: the calibration stands.</summary>
    Open,

    /// <summary>The outcomes prove it again.</summary>
    Kept,

    /// <summary>The outcomes refute it: send everything to the strong model and calibrate anew.</summary>
    Broken,
}
