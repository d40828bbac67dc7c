namespace TokenFinOps.Evaluation;

/// <summary>One measurement of quality on labelled data, through the SDK's public API.</summary>
internal interface ISuite
{
    /// <summary>Gets the name that the command line uses.</summary>
    string Name { get; }

    /// <summary>Gets what it measures, and on which data, in one sentence.</summary>
    string Summary { get; }

    /// <summary>Gets the options that it takes besides those of the program.</summary>
    IReadOnlyList<SuiteOption> Options { get; }

    /// <summary>Measures.</summary>
    /// <exception cref="EvaluationException">The data are missing or malformed, or an option has a value that makes no sense.</exception>
    Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken);
}
