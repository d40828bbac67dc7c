namespace TokenFinOps.Attribution;

/// <summary>Tags and a run that apply to every model call made while the scope is open, on whatever thread or task the work goes on.</summary>
/// <remarks>
/// <para>
/// Scopes nest: an inner scope inherits the outer one's tags and overrides those it names. The scope flows with the execution context: over <c>await</c>,
/// <see cref="Task.Run(Action)"/>, parallel loops and background work, which keeps the scope it was started in.
/// </para>
/// <para>Dispose it in the method that opened it. Disposing twice, or out of order, does no harm.</para>
/// </remarks>
public sealed class AttributionScope : IDisposable
{
    private static readonly AsyncLocal<AttributionScope?> Ambient = new();

    private readonly AttributionScope? _outer;

    private AttributionScope(AttributionScope? outer, TagSet tags, OpenRun? run, RequestStage? stage = null)
    {
        _outer = outer;
        Tags = tags;
        Run = run;
        Stage = stage;
    }

    /// <summary>Gets the innermost open scope, or <see langword="null"/> outside any.</summary>
    public static AttributionScope? Current => Ambient.Value;

    /// <summary>Gets the tags, inherited ones included.</summary>
    public TagSet Tags { get; }

    /// <summary>Gets the run that the scope belongs to, or <see langword="null"/> outside any run.</summary>
    public string? RunId => Run?.Id;

    /// <summary>Gets the run around that run, or <see langword="null"/>.</summary>
    public string? ParentRunId => Run?.Parent?.Id;

    internal OpenRun? Run { get; }

    /// <summary>Gets what was said about the one call that the scope is for. Scopes opened inside are about other calls and do not inherit it.</summary>
    internal RequestStage? Stage { get; }

    /// <summary>Opens a scope in the current run.</summary>
    /// <param name="tags">Its tags, added to those of the scope around it.</param>
    /// <returns>The scope; dispose it to close it.</returns>
    public static AttributionScope Begin(TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        AttributionScope? outer = Ambient.Value;
        return Open(new AttributionScope(outer, Merge(outer, tags), outer?.Run));
    }

    /// <summary>Opens a scope with a run of its own, nested in the current run if there is one.</summary>
    /// <param name="runId">The run's id, e.g. a trace id; a new one when <see langword="null"/>.</param>
    /// <param name="tags">Its tags, added to those of the scope around it.</param>
    /// <returns>The scope; dispose it to close it.</returns>
    public static AttributionScope BeginRun(string? runId, TagSet tags) => BeginRun(runId, tags, null);

    /// <summary>Closes the scope in the current flow of execution. Work that was started inside keeps it.</summary>
    public void Dispose()
    {
        if (!ReferenceEquals(Run, _outer?.Run))
        {
            Run?.Close();
        }

        for (AttributionScope? scope = Ambient.Value; scope is not null; scope = scope._outer)
        {
            if (ReferenceEquals(scope, this))
            {
                Ambient.Value = _outer;
                return;
            }
        }
    }

    /// <summary>Opens a scope with a run of its own, about which something is said to those who guard runs.</summary>
    internal static AttributionScope BeginRun(string? runId, TagSet tags, object? limits)
    {
        ArgumentNullException.ThrowIfNull(tags);
        AttributionScope? outer = Ambient.Value;
        bool isNamed = !string.IsNullOrWhiteSpace(runId);

        // The time comes first, so that a ledger's index of runs grows at its end: ids in no order cost a durable ledger four times the bytes written.
        string id = isNamed ? runId! : Guid.CreateVersion7().ToString("N");
        var run = new OpenRun(id, outer?.Run, limits, isNamed);
        return Open(new AttributionScope(outer, Merge(outer, tags), run));
    }

    /// <summary>Makes a captured scope current again, and gives back the one that was.</summary>
    internal static AttributionScope? Exchange(AttributionScope? scope)
    {
        AttributionScope? previous = Ambient.Value;
        if (!ReferenceEquals(previous, scope))
        {
            Ambient.Value = scope;
        }

        return previous;
    }

    /// <summary>Makes a scope like the current one with further tags, without opening it.</summary>
    internal static AttributionScope? Extend(TagSet tags)
    {
        AttributionScope? outer = Ambient.Value;
        return tags.Count == 0 ? outer : new AttributionScope(outer, Merge(outer, tags), outer?.Run);
    }

    /// <summary>Makes a scope like a captured one for one call, without opening it.</summary>
    internal static AttributionScope For(AttributionScope? captured, RequestStage stage) => new(captured, captured?.Tags ?? TagSet.Empty, captured?.Run, stage);

    private static TagSet Merge(AttributionScope? outer, TagSet tags) => outer is null ? tags : outer.Tags.With(tags);

    private static AttributionScope Open(AttributionScope scope)
    {
        Ambient.Value = scope;
        return scope;
    }
}
