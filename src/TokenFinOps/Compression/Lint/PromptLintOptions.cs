namespace TokenFinOps.Compression.Lint;

/// <summary>Says which prompts are looked at, and from when on something is worth saying.</summary>
/// <remarks>Set it up on one thread; afterwards it is only read.</remarks>
public sealed class PromptLintOptions
{
    /// <summary>Gets or sets the share of runs, or of conversations outside any run, that is looked at, 0 to 1. The default is 1. Figures are those of what was looked at.</summary>
    public double SampleShare { get; set; } = 1;

    /// <summary>Gets or sets the seed by which they are drawn. The default is 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Gets the keys of the tags by which findings are told apart. The default is <c>feature</c> and <c>team</c>.</summary>
    public IList<string> GroupBy { get; } = ["feature", "team"];

    /// <summary>Gets or sets how many groups of deployment, model and tags are kept. Calls of further ones are counted as <see cref="PromptLintReport.UncoveredCalls"/>. The default is 1,000.</summary>
    public int MaxGroups { get; set; } = 1_000;

    /// <summary>Gets or sets how many tools are kept for each group; further ones are not looked at. The default is 500.</summary>
    public int MaxTools { get; set; } = 500;

    /// <summary>Gets or sets how many bytes of hashes of earlier prompts are remembered, to see which prefixes changed. The default is 16 MB.</summary>
    public long RememberedBytes { get; set; } = 16 << 20;

    /// <summary>Gets or sets how many calls of a group must have been seen before anything is said about it. The default is 50.</summary>
    public int MinimumCalls { get; set; } = 50;

    /// <summary>Gets or sets how many tokens of a prompt must be wasted for the call to count, tools excepted. The default is 50.</summary>
    public int MinimumTokens { get; set; } = 50;

    /// <summary>Gets or sets how many tokens of filler words instructions may hold. The default is 15.</summary>
    public int FillerTokens { get; set; } = 15;

    /// <summary>Gets or sets how many tokens of examples a prompt may hold; what is longer counts as waste. The default is 1,000.</summary>
    public int ExampleTokens { get; set; } = 1_000;

    /// <summary>Gets or sets how long the provider's cache keeps a prefix. A prefix that changes after that has cost nothing. The default is 5 minutes.</summary>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets a value indicating whether findings quote the prompts they are about. The default is <see langword="false"/>: no text of a prompt is kept.</summary>
    public bool IncludeExcerpts { get; set; }

    /// <summary>Gets or sets how many characters are quoted. The default is 120.</summary>
    public int ExcerptLength { get; set; } = 120;

    internal void Validate()
    {
        string[] errors = [.. Errors()];
        if (errors.Length > 0)
        {
            throw new ArgumentException("The prompt lint options are not valid. " + string.Join(" ", errors));
        }
    }

    private IEnumerable<string> Errors()
    {
        if (!(SampleShare is >= 0 and <= 1))
        {
            yield return $"SampleShare is {SampleShare}; set a share within 0 and 1.";
        }

        foreach ((string name, int value) in ((string, int)[])
            [(nameof(MaxGroups), MaxGroups), (nameof(MinimumCalls), MinimumCalls), (nameof(MinimumTokens), MinimumTokens), (nameof(FillerTokens), FillerTokens), (nameof(ExcerptLength), ExcerptLength)])
        {
            if (value < 1)
            {
                yield return $"{name} is {value}; set 1 or more.";
            }
        }

        if (MaxTools < 0 || RememberedBytes < 0 || ExampleTokens < 0)
        {
            yield return "MaxTools, RememberedBytes and ExampleTokens cannot be negative.";
        }

        if (CacheLifetime <= TimeSpan.Zero)
        {
            yield return $"CacheLifetime is {CacheLifetime}; set how long the provider keeps a prefix, e.g. five minutes.";
        }

        if (GroupBy.Any(string.IsNullOrWhiteSpace))
        {
            yield return "GroupBy has an empty key; name tags, e.g. feature.";
        }
    }
}
