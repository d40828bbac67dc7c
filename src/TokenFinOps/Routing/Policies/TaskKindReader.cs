using System.Collections.Frozen;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Tells the kind of work: from the tag <c>task</c>, which is always right, else from the verb that a question begins with, in English, and only where it is unmistakable.</summary>
internal static class TaskKindReader
{
    public const string Tag = "task";

    private const int LongestWord = 16;

    private static readonly FrozenDictionary<string, TaskKind> Verbs = new Dictionary<string, TaskKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["classify"] = TaskKind.Classify,
        ["categorize"] = TaskKind.Classify,
        ["categorise"] = TaskKind.Classify,
        ["label"] = TaskKind.Classify,
        ["summarize"] = TaskKind.Summarise,
        ["summarise"] = TaskKind.Summarise,
        ["condense"] = TaskKind.Summarise,
        ["extract"] = TaskKind.Extract,
        ["translate"] = TaskKind.Transform,
        ["rewrite"] = TaskKind.Transform,
        ["rephrase"] = TaskKind.Transform,
        ["reformat"] = TaskKind.Transform,
        ["convert"] = TaskKind.Transform,
        ["retrieve"] = TaskKind.Retrieve,
        ["route"] = TaskKind.Route,
        ["prove"] = TaskKind.Reason,
        ["derive"] = TaskKind.Reason,
        ["plan"] = TaskKind.Strategise,
        ["strategise"] = TaskKind.Strategise,
        ["strategize"] = TaskKind.Strategise,
        ["implement"] = TaskKind.Code,
        ["refactor"] = TaskKind.Code,
        ["debug"] = TaskKind.Code,
        ["decide"] = TaskKind.Decide,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Not Enum.TryParse, which takes numbers and lists for names.
    private static readonly FrozenDictionary<string, TaskKind> Names =
        Enum.GetValues<TaskKind>().ToFrozenDictionary(static kind => kind.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TaskKind>.AlternateLookup<ReadOnlySpan<char>> ByVerb = Verbs.GetAlternateLookup<ReadOnlySpan<char>>();

    public static TaskKind Read(RoutingRequest request) =>
        request.Tags.TryGetValue(Tag, out string? named) && Parse(named) is var kind and not TaskKind.Unknown ? kind : OfAsk(request.Ask);

    private static TaskKind Parse(string named) =>
        Verbs.TryGetValue(named, out TaskKind verb) ? verb : Names.GetValueOrDefault(named);

    private static TaskKind OfAsk(string ask)
    {
        ReadOnlySpan<char> rest = ask.AsSpan().TrimStart();
        if (rest.StartsWith("please ", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["please ".Length..].TrimStart();
        }

        int length = 0;
        while (length < rest.Length && length <= LongestWord && char.IsAsciiLetter(rest[length]))
        {
            length++;
        }

        return ByVerb.TryGetValue(rest[..length], out TaskKind kind) ? kind : TaskKind.Unknown;
    }
}
