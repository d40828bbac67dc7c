using System.Globalization;
using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>An acceptance policy as the command line names it: <c>static:θ</c>, <c>verified:δ</c> or <c>audited:ε</c>.</summary>
/// <param name="Kind">Which policy.</param>
/// <param name="Value">Its threshold or its share of wrong answers.</param>
/// <param name="Guard">Whether it refuses where the guard found something.</param>
internal sealed record PolicyChoice(string Kind, double Value, bool Guard)
{
    /// <summary>Gets the share of wrong answers among hits that it is held to, or <see langword="null"/> where nothing is promised.</summary>
    public double? Promise => Kind == "static" ? null : Value;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Kind}{100 * Value:0.##}{(Guard ? "" : "_unguarded")}").Replace('.', '_');

    /// <exception cref="EvaluationException">The text names no policy.</exception>
    public static PolicyChoice Parse(string text, bool guard) =>
        text.Split(':') is [("static" or "verified" or "audited") and var kind, var number]
        && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1
            ? new PolicyChoice(kind, value, guard)
            : throw new EvaluationException($"--policy is static:θ, verified:δ or audited:ε, e.g. audited:0.02, not '{text}'.");

    /// <summary>Creates the policy.</summary>
    /// <param name="seed">The seed of its draws.</param>
    /// <param name="prior">What an audited policy learned before, or <see langword="null"/>.</param>
    /// <exception cref="EvaluationException">The policy refuses its value.</exception>
    public ICacheAcceptancePolicy Create(int seed, string? prior = null)
    {
        try
        {
            return Kind switch
            {
                "static" => new StaticThresholdPolicy((float)Value, Guard),
                "verified" => new VerifiedAcceptancePolicy(Value, new VerifiedAcceptanceOptions { Guard = Guard, Seed = seed }),
                _ => Audited(new AuditedAcceptanceOptions { Guard = Guard, Seed = seed }, prior),
            };
        }
        catch (ArgumentException exception)
        {
            throw new EvaluationException(exception.Message, exception);
        }
    }

    /// <summary>Lets an audited policy learn from traffic; the others take nothing along to other entries.</summary>
    public string? Learn(ICacheTraffic? traffic, int seed)
    {
        if (Kind != "audited" || traffic is null)
        {
            return null;
        }

        AuditedAcceptancePolicy policy = Audited(new AuditedAcceptanceOptions { Guard = Guard, Seed = seed, ExploreShare = 1 }, null);
        StreamReplay.Play(traffic.Shuffle(seed), policy);
        return policy.Export();
    }

    private AuditedAcceptancePolicy Audited(AuditedAcceptanceOptions options, string? prior)
    {
        var policy = new AuditedAcceptancePolicy(Value, options: options);
        if (prior is not null)
        {
            policy.Import(prior, asPrior: true);
        }

        return policy;
    }
}
