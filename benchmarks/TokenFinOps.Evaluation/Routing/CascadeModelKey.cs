using System.Text.RegularExpressions;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>A model's name without what only says who serves it and how it is spelled: <c>Meta-Llama-3_1-70B-Instruct</c> and <c>meta.llama3-1-70b-instruct-v1:0</c> are one.</summary>
internal static partial class CascadeModelKey
{
    public static string Of(string model)
    {
        string name = Version().Replace(WithoutHost(model).ToLowerInvariant(), string.Empty);
        name = name[(name.LastIndexOf('/') + 1)..];
        return string.Join('-', Words().Matches(name).Select(static word => word.Value).SkipWhile(static word => word == "meta"));
    }

    public static string WithoutHost(string model) => model.Split('@')[0];

    /// <summary>Gets the host that a name ends with, as in <c>gemma-2-27b-it@together</c>.</summary>
    public static string? HostOf(string model) => model.Split('@') is [_, var host] ? host : null;

    [GeneratedRegex("[a-z]+|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex("-v[0-9]+:[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
