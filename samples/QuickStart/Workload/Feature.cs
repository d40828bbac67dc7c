namespace QuickStart.Workload;

/// <summary>One thing that a team uses models for.</summary>
internal abstract class Feature(string team, string name, int share)
{
    public string Team { get; } = team;

    public string Name { get; } = name;

    /// <summary>Gets how often the feature is used, relative to the others.</summary>
    public int Share { get; } = share;

    /// <summary>Gets a value indicating whether a customer stands behind each use. The default is no: the team works for itself.</summary>
    public virtual bool ForCustomers => false;

    /// <summary>Gets a value indicating whether the feature makes sense only against the loopback server.</summary>
    public virtual bool LoopbackOnly => false;

    /// <summary>Gets a value indicating whether the feature is there to show the cache. The default is no.</summary>
    public virtual bool NeedsCache => false;

    /// <summary>Uses the feature once.</summary>
    public abstract Task RunAsync(CallContext call, CancellationToken cancellationToken);
}
