namespace TokenFinOps.Ledger.Decisions;

/// <summary>Whether prompts are sent as the compressor shortens them.</summary>
public enum CompressionMode : byte
{
    /// <summary>The shortened prompt is sent.</summary>
    On,

    /// <summary>The compressor records what it would have saved; the prompt is sent as it came.</summary>
    Shadow,

    /// <summary>The request belongs to the control group: its prompt is sent as it came, so that savings can be measured against it.</summary>
    Control,
}
