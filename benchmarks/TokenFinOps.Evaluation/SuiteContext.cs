namespace TokenFinOps.Evaluation;

/// <summary>What a suite works with.</summary>
/// <param name="Arguments">The options it was called with.</param>
/// <param name="Progress">Takes the share of the work that is done, 0 to 1.</param>
internal sealed record SuiteContext(CommandLine Arguments, IProgress<double> Progress)
{
    /// <summary>Gets the seed of everything random. The default is 1.</summary>
    public int Seed => Arguments.Number("seed", 1);

    /// <summary>Gets the path of the data.</summary>
    /// <exception cref="EvaluationException">There is none.</exception>
    public string Data => Arguments.Value("data") ?? throw new EvaluationException("Say where the data are: --data PATH (a file or a folder; .gz is read as it is).");
}
