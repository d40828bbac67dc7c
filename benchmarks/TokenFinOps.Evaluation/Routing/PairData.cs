using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>The rows of a pair file.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Examples">The rows.</param>
/// <param name="Agrees">For every row, whether the cheap model and its peer gave the same answer; all <see langword="false"/> without a peer.</param>
/// <param name="Skipped">How many rows lack the result of one of the two models.</param>
internal sealed record PairData(string Name, IReadOnlyList<RoutingExample> Examples, IReadOnlyList<bool> Agrees, int Skipped)
{
    /// <summary>Reads what the options name.</summary>
    public static PairData Read(string path, CommandLine arguments) => PairFile.Read(path, arguments.Value("weak"), arguments.Value("strong"), arguments.Value("peer"));

    /// <summary>Reads all files to train on; <see langword="null"/> where there are none.</summary>
    public static PairData? ReadTraining(CommandLine arguments)
    {
        PairData[] files = [.. arguments.Values("train")
            .SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(path => Read(path, arguments))];
        return files.Length == 0 ? null : new PairData(string.Join(" + ", files.Select(static file => file.Name)), [.. files.SelectMany(static file => file.Examples)], [.. files.SelectMany(static file => file.Agrees)], files.Sum(static file => file.Skipped));
    }
}
