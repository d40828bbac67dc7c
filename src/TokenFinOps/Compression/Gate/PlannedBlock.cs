namespace TokenFinOps.Compression.Gate;

/// <summary>The sizes, in tokens, that a part of a prompt can be sent in.</summary>
/// <param name="Original">As it came.</param>
/// <param name="Short">Shortened when it is first seen.</param>
/// <param name="Stub">As a stub, or <see langword="null"/> for what is never replaced by one.</param>
/// <param name="IsResult">Whether it is a tool's result, however short.</param>
internal readonly record struct PlannedBlock(long Original, long Short, long? Stub = null, bool IsResult = false);
