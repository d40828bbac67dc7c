namespace TokenFinOps.Routing.Complexity;

/// <summary>One prompt, and how well a cheap and a strong model answered it: from labels, or from answers compared in shadow mode.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RoutingExample
{
    /// <summary>Initializes an example.</summary>
    /// <param name="prompt">What was asked, as the scorer will see it later.</param>
    /// <param name="cheapQuality">How good the cheap model's answer was, 0 (useless) to 1 (perfect).</param>
    /// <param name="baselineQuality">How good the strong model's answer was, on the same scale.</param>
    /// <exception cref="ArgumentNullException"><paramref name="prompt"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quality is not within 0 to 1.</exception>
    public RoutingExample(string prompt, double cheapQuality, double baselineQuality)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        Prompt = prompt;
        CheapQuality = Checked(cheapQuality, nameof(cheapQuality));
        BaselineQuality = Checked(baselineQuality, nameof(baselineQuality));
    }

    /// <summary>Gets what was asked.</summary>
    public string Prompt { get; }

    /// <summary>Gets how good the cheap model's answer was, 0 to 1.</summary>
    public double CheapQuality { get; }

    /// <summary>Gets how good the strong model's answer was, 0 to 1.</summary>
    public double BaselineQuality { get; }

    /// <summary>Gets the name of the workload that the prompt belongs to. The default is <see langword="null"/>: not known. Training learns from it, scoring does without.</summary>
    public string? Workload { get; init; }

    /// <summary>Gets what the strong model adds, −1 to 1: negative where the cheap answer was the better one.</summary>
    public double Gain => BaselineQuality - CheapQuality;

    private static double Checked(double quality, string name) =>
        quality is >= 0 and <= 1 ? quality : throw new ArgumentOutOfRangeException(name, quality, "A quality lies within 0 (useless) and 1 (perfect); divide other scales by their best mark.");
}
