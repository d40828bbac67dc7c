namespace TokenFinOps.Ledger.Decisions;

/// <summary>Whether answers of the semantic cache are served.</summary>
public enum CacheMode : byte
{
    /// <summary>They are served.</summary>
    On,

    /// <summary>The cache decides and records what it would have saved; every request goes to the model.</summary>
    Shadow,

    /// <summary>The request belongs to the control group: it goes to the model, so that savings can be measured against it.</summary>
    Control,
}
