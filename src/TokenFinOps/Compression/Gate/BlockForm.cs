namespace TokenFinOps.Compression.Gate;

/// <summary>In which of its sizes a part of a prompt is sent.</summary>
internal enum BlockForm : byte
{
    /// <summary>As it came.</summary>
    Original,

    /// <summary>Shortened.</summary>
    Short,

    /// <summary>As a stub.</summary>
    Stub,
}
