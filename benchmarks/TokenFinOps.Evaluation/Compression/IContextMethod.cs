namespace TokenFinOps.Evaluation.Compression;

/// <summary>A way of cutting a context down to a number of tokens.</summary>
internal interface IContextMethod
{
    /// <summary>Gets what its figures' names begin with.</summary>
    string Prefix { get; }

    KeptText Keep(RetentionCase example, int budget);
}
