namespace TokenFinOps.Evaluation;

/// <summary>The arguments: a suite, and options that take no, one or several values.</summary>
internal sealed class CommandLine
{
    private static readonly string[] Common = ["data", "json", "seed"];

    private readonly Dictionary<string, List<string>> _options;

    private CommandLine(string suite, Dictionary<string, List<string>> options)
    {
        Suite = suite;
        _options = options;
    }

    public string Suite { get; }

    /// <exception cref="EvaluationException">There is no suite, or an argument belongs to no option.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0].StartsWith('-'))
        {
            throw new EvaluationException("Name a suite first: SUITE --data PATH [options] [--json FILE] [--seed N]; --help lists the suites.");
        }

        var options = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        List<string>? values = null;
        foreach (string argument in arguments.Skip(1))
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                values = options[argument[2..]] = [];
            }
            else
            {
                (values ?? throw new EvaluationException($"'{argument}' belongs to no option; write --data {argument}?")).Add(argument);
            }
        }

        return new CommandLine(arguments[0], options);
    }

    /// <exception cref="EvaluationException">An option is none of the program's and none of the suite's.</exception>
    public void RejectUnknown(ISuite suite) => RejectUnknown([.. Common, .. suite.Options.Select(static option => option.Name)]);

    /// <exception cref="EvaluationException">An option is none of the known ones.</exception>
    public void RejectUnknown(params IReadOnlyList<string> known)
    {
        string? unknown = _options.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw new EvaluationException($"'{Suite}' has no option --{unknown}; it takes {string.Join(", ", known.Select(static name => "--" + name))}.");
        }
    }

    /// <exception cref="EvaluationException">The option is not there, or has no value or several.</exception>
    public string Required(string name, string what) => Value(name) ?? throw new EvaluationException($"'{Suite}' needs --{name}: {what}.");

    public IReadOnlyList<string> Values(string name) => _options.GetValueOrDefault(name, []);

    public string? Value(string name) => Values(name) switch
    {
        [] when _options.ContainsKey(name) => throw new EvaluationException($"--{name} needs a value."),
        [] => null,
        [var value] => value,
        _ => throw new EvaluationException($"--{name} takes one value, not {Values(name).Count}."),
    };

    public int Number(string name, int fallback)
    {
        string? text = Value(name);
        return text is null ? fallback
            : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number
            : throw new EvaluationException($"--{name} takes a whole number, not '{text}'.");
    }
}
