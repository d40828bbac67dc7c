using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>One prompt that every member of a cascade and the dear deployment have answered: from labelled data, or from a time in which all were asked.</summary>
/// <remarks>Immutable and thread-safe, as long as nobody changes the answers.</remarks>
public sealed record CascadeExample
{
    /// <summary>Gets what was asked, as <see cref="Requests.RoutingRequest.Ask"/> will be.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets what the members answered, in the order in which the cascade asks them.</summary>
    public required IReadOnlyList<CascadeExampleAnswer> Answers { get; init; }

    /// <summary>Gets how good the dear deployment's answer was, 0 to 1.</summary>
    public required double BaselineQuality { get; init; }

    /// <summary>Gets what it cost, in US dollars.</summary>
    public required double BaselineCost { get; init; }

    /// <summary>Gets what was asked for: tools and response format tell how answers are compared. The default is <see langword="null"/>: nothing particular.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>Gets the name of the workload that the prompt belongs to. The default is <see langword="null"/>: not known. Training learns from it, the cascade does without.</summary>
    public string? Workload { get; init; }

    internal string? Fault(int members) =>
        Answers.Count != members ? $"An example has {Answers.Count} answers and another {members}; give one of every member"
        : Answers.Any(static each => each.Quality is not (>= 0 and <= 1)) || BaselineQuality is not (>= 0 and <= 1) ? "A quality is not within 0 to 1; divide other scales by their best mark"
        : Answers.Any(static each => each.Cost is not (>= 0 and < double.PositiveInfinity)) || BaselineCost is not (>= 0 and < double.PositiveInfinity) ? "A cost is negative or not a number; give US dollars"
        : null;
}
