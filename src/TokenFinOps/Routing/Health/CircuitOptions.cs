namespace TokenFinOps.Routing.Health;

/// <summary>When a deployment that fails is left alone, and for how long.</summary>
public sealed class CircuitOptions
{
    /// <summary>Gets or sets after how many failures in a row a deployment is left alone. The default is 3.</summary>
    public int FailuresInRow { get; set; } = 3;

    /// <summary>Gets or sets the share of failures among the last calls, 0 to 1, from which on a deployment is left alone. The default is 0.5.</summary>
    public double FailureShare { get; set; } = 0.5;

    /// <summary>Gets or sets how many calls that share is taken of, at least and at most. The default is 20.</summary>
    public int Window { get; set; } = 20;

    /// <summary>
    /// Gets or sets how long a deployment is left alone at first. Then one call probes it; each probe that fails doubles the time. Where a request has no other deployment, and the
    /// provider did not ask to be left alone, it may be probed after this time nonetheless. The default is 5 seconds.
    /// </summary>
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the longest time that a deployment is left alone, and the longest <c>Retry-After</c> that is believed. The default is 5 minutes.</summary>
    public TimeSpan MaxCooldown { get; set; } = TimeSpan.FromMinutes(5);

    internal IEnumerable<string> Errors()
    {
        if (FailuresInRow < 1)
        {
            yield return $"{nameof(FailuresInRow)} is {FailuresInRow}; use 1 or more.";
        }

        if (FailureShare is not (> 0 and <= 1))
        {
            yield return $"{nameof(FailureShare)} is {FailureShare}; use a number above 0 and up to 1.";
        }

        if (Window is < 1 or > 10_000)
        {
            yield return $"{nameof(Window)} is {Window}; use 1 to 10,000 calls.";
        }

        if (Cooldown <= TimeSpan.Zero || MaxCooldown < Cooldown)
        {
            yield return $"{nameof(Cooldown)} is {Cooldown} and {nameof(MaxCooldown)} {MaxCooldown}; use a positive time and one that is not shorter.";
        }
    }
}
