namespace TokenFinOps.Pricing.Extraction;

/// <summary>A response holds no usage where its provider puts it.</summary>
/// <remarks>The message names provider, API flavour and path, and what to do; it quotes nothing of the response.</remarks>
public sealed class UsageExtractionException : FormatException
{
    /// <summary>Initializes a new instance of the <see cref="UsageExtractionException"/> class.</summary>
    public UsageExtractionException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="UsageExtractionException"/> class.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    public UsageExtractionException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="UsageExtractionException"/> class.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public UsageExtractionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the id of the provider whose format was looked for.</summary>
    public string? Provider { get; private init; }

    /// <summary>Gets the API flavour that was looked for, or <see langword="null"/> when none was asked for and none was recognised.</summary>
    public string? ApiFlavor { get; private init; }

    /// <summary>Gets the path in the response at which the count is missing, e.g. <c>usage.prompt_tokens</c>.</summary>
    public string? Path { get; private init; }

    internal static UsageExtractionException At(string provider, ExtractionMap map, string path, string problem) =>
        new($"The response of '{provider}', read as '{map.Flavor}', {problem} at `{path}`. {Cure}")
        {
            Provider = provider,
            ApiFlavor = map.Flavor,
            Path = path,
        };

    internal static UsageExtractionException Unrecognised(string provider, IEnumerable<ExtractionMap> tried) =>
        new($"The response of '{provider}' has no usage that is known; looked for {string.Join(", ", tried.Select(Describe).Distinct())}. {Cure}") { Provider = provider };

    internal static UsageExtractionException UnknownFlavor(string provider, string flavor, IEnumerable<string> known) =>
        new($"'{provider}' has no API flavour '{flavor}'; use one of {string.Join(", ", known)}, or leave it out to have it told from the response.")
        {
            Provider = provider,
            ApiFlavor = flavor,
        };

    private const string Cure =
        "Pass the whole body of a finished response; streams report usage in their last event, for OpenAI-compatible APIs only with stream_options.include_usage.";

    private static string Describe(ExtractionMap map) => $"`{map.Root}` ({map.Flavor})";
}
