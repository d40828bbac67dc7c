using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>What a member of a cascade answered to an example, how good that was and what it cost.</summary>
/// <remarks>Immutable and thread-safe, as long as nobody changes the answer.</remarks>
/// <param name="Answer">The answer, with its usage: how much a model says tells how sure it is.</param>
/// <param name="Quality">How good it was, 0 (useless) to 1 (perfect).</param>
/// <param name="Cost">What it cost, in US dollars.</param>
public sealed record CascadeExampleAnswer(ChatResponse Answer, double Quality, double Cost);
