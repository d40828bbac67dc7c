using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Cascades;

/// <summary>The answers of a cascade's members, in the order of its members; those that failed are missing.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Request">The request.</param>
/// <param name="Answers">The answers that may be of use; those cut off, filtered, empty, refused or broken are left out, so that there may be none. Read them, never change them.</param>
/// <param name="Members">The names of the deployments that gave them, one for each answer.</param>
/// <param name="Asked">How many deployments were asked so far.</param>
public sealed record CascadeAnswers(RoutingRequest Request, ImmutableArray<ChatResponse> Answers, ImmutableArray<string> Members, int Asked)
{
    /// <summary>Gets how many deployments can still be asked. The default is 0, as always when all are asked at once.</summary>
    public int Unasked { get; init; }

    /// <summary>Gets how many of the answers, the first ones, were judged before and not accepted. The default is 0.</summary>
    public int Judged { get; init; }
}
