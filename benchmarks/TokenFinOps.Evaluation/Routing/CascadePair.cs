namespace TokenFinOps.Evaluation.Routing;

/// <summary>Who is asked first, and who when they disagree.</summary>
/// <param name="Weak">The cheap models, at least two; the first one's answer is the one that is returned.</param>
/// <param name="Strong">The dear model.</param>
/// <param name="Needed">How many cheap models must agree; <see langword="null"/> for all.</param>
internal sealed record CascadePair(IReadOnlyList<string> Weak, string Strong, int? Needed = null)
{
    // Chosen before anything was measured, and by what the research names: the cheap models of two other families, or the cheapest two.
    private static readonly CascadePair[] Usual =
    [
        new(["gpt-4o-mini-2024-07-18", "gemini-1.5-flash"], "gpt-4o-2024-08-06"),
        new(["Meta-Llama-3_1-70B-Instruct", "gemini-1.5-flash-002"], "gemini-1.5-pro-002"),
    ];

    public IEnumerable<string> Models => [.. Weak, Strong];

    /// <summary>Gets the rows in which all models answered, each id once.</summary>
    public MatrixRow[] RowsOf(IReadOnlyList<MatrixRow> all) => [.. all.Select(Hosted).Where(row => Models.All(row.Answers.ContainsKey)).DistinctBy(static row => row.Id)];

    /// <summary>Reads the pair from the options, or takes the usual one of the file.</summary>
    /// <exception cref="EvaluationException">The models are not in the data, or none were named and none are usual.</exception>
    public static CascadePair From(CommandLine arguments, IReadOnlyList<MatrixRow> rows)
    {
        CascadePair pair = NamedOrUsual(arguments, rows);
        return arguments.Value("needed") is null ? pair : pair with { Needed = NeededOf(arguments, pair.Weak.Count) };
    }

    // Who is named with the host that is paid, model@host, answered in the data under the model's name alone.
    private MatrixRow Hosted(MatrixRow row)
    {
        string[] hosted = [.. Models.Where(model => !row.Answers.ContainsKey(model) && row.Answers.ContainsKey(CascadeModelKey.WithoutHost(model)))];
        return hosted.Length == 0 ? row : row with
        {
            Answers = row.Answers
                .Concat(hosted.Select(model => KeyValuePair.Create(model, row.Answers[CascadeModelKey.WithoutHost(model)])))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static int NeededOf(CommandLine arguments, int cheap)
    {
        int needed = arguments.Number("needed", cheap);
        return needed >= 2 && needed <= cheap ? needed : throw new EvaluationException($"--needed is {needed}; it is at least 2 and at most the number of cheap models, {cheap}.");
    }

    private static CascadePair NamedOrUsual(CommandLine arguments, IReadOnlyList<MatrixRow> rows)
    {
        string[] known = [.. rows[0].Answers.Keys];
        string[] weak = [.. arguments.Values("weak").SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        string? strong = arguments.Value("strong");
        if (weak.Length == 0 && strong is null)
        {
            return Usual.FirstOrDefault(pair => pair.Models.All(model => known.Contains(model, StringComparer.OrdinalIgnoreCase)))
                ?? throw new EvaluationException($"Say which models: --weak A,B --strong C, of {string.Join(", ", known)}.");
        }

        if (weak.Length < 2 || strong is null)
        {
            throw new EvaluationException($"A cascade by agreement needs two cheap models and a dear one: --weak A,B --strong C, of {string.Join(", ", known)}.");
        }

        string? missing = weak.Append(strong).FirstOrDefault(model =>
            !known.Contains(model, StringComparer.OrdinalIgnoreCase) && !known.Contains(CascadeModelKey.WithoutHost(model), StringComparer.OrdinalIgnoreCase));
        return missing is null ? new CascadePair(weak, strong) : throw new EvaluationException($"'{missing}' is no model of the data; use {string.Join(", ", known)}.");
    }
}
