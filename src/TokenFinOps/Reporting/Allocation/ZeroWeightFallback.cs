namespace TokenFinOps.Reporting.Allocation;

/// <summary>Where a shared cost goes when no cost centre has any weight: nobody used what it is divided by.</summary>
public enum ZeroWeightFallback
{
    /// <summary>To nobody: it is reported as unallocated.</summary>
    StayUnallocated,

    /// <summary>To every cost centre that could have had a share, evenly.</summary>
    Even,
}
