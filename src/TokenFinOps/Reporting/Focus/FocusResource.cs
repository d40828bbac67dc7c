namespace TokenFinOps.Reporting.Focus;

/// <summary>What serves a self-hosted deployment: a node pool, a cluster, a virtual machine.</summary>
/// <param name="Id">Its identifier; <c>ResourceId</c>.</param>
/// <param name="Type">What it is, e.g. <c>GPU Node Pool</c>; <c>ResourceType</c>.</param>
/// <param name="Name">Its display name, or <see langword="null"/> when it has none; <c>ResourceName</c>.</param>
public sealed record FocusResource(string Id, string Type, string? Name = null);
