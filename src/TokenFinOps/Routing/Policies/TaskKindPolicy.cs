using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Sends simple kinds of work to a small tier and hard ones to the frontier: classify, summarise, extract, transform, retrieve and route; reason, strategise, code and decide.</summary>
/// <remarks>The kind is that of the tag <c>task</c>, else of the verb that the question begins with. Immutable and thread-safe.</remarks>
public sealed class TaskKindPolicy : IRoutingPolicy, ITierNames
{
    private readonly string _small;
    private readonly string _frontier;

    /// <summary>Initializes a new instance of the <see cref="TaskKindPolicy"/> class.</summary>
    /// <param name="small">The tier for simple work.</param>
    /// <param name="frontier">The tier for hard work.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public TaskKindPolicy(string small, string frontier)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(small);
        ArgumentException.ThrowIfNullOrWhiteSpace(frontier);
        _small = small;
        _frontier = frontier;
    }

    /// <inheritdoc/>
    public string Name => "task";

    IReadOnlyList<string> ITierNames.TierNames => [_small, _frontier];

    /// <inheritdoc/>
    public RoutingOpinion Judge(RoutingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return TaskKindReader.Read(request) switch
        {
            TaskKind.Unknown => RoutingOpinion.Abstain("the kind of work is not known"),
            >= TaskKind.Reason and var hard => RoutingOpinion.Prefer(_frontier, NameOf(hard)),
            var simple => RoutingOpinion.Prefer(_small, NameOf(simple)),
        };
    }

    private static string NameOf(TaskKind kind) => kind switch
    {
        TaskKind.Classify => "classify",
        TaskKind.Summarise => "summarise",
        TaskKind.Extract => "extract",
        TaskKind.Transform => "transform",
        TaskKind.Retrieve => "retrieve",
        TaskKind.Route => "route",
        TaskKind.Reason => "reason",
        TaskKind.Strategise => "strategise",
        TaskKind.Code => "code",
        _ => "decide",
    };
}
