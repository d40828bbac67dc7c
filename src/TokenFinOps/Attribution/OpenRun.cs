namespace TokenFinOps.Attribution;

/// <summary>A run that a scope has opened, and the runs around it. It lives as long as anything may still work in it.</summary>
/// <param name="id">The run's id.</param>
/// <param name="parent">The run around it, or <see langword="null"/>.</param>
/// <param name="limits">What was said about the run when it began, for those who know what it means.</param>
/// <param name="isNamed">Whether the caller chose the id, and so may open the same run again.</param>
internal sealed class OpenRun(string id, OpenRun? parent, object? limits, bool isNamed)
{
    private volatile bool _isClosed;

    public string Id => id;

    public OpenRun? Parent => parent;

    public object? Limits => limits;

    public bool IsNamed => isNamed;

    /// <summary>Gets a value indicating whether the scope that opened the run has been disposed. Work that it started may go on.</summary>
    public bool IsClosed => _isClosed;

    public void Close() => _isClosed = true;
}
