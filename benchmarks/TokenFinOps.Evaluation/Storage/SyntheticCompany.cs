using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Storage;

/// <summary>Makes the model calls of a company: teams own features, customers use some of them, and a feature uses two models.</summary>
/// <remarks>12 teams, 40 features, 200 customers who use 10 features each: about 4,000 combinations of tags and models. The same seed makes the same entries.</remarks>
internal sealed class SyntheticCompany
{
    public const int Teams = 12;

    private const int Features = 40;
    private const int Customers = 200;
    private const int FeaturesOfCustomer = 10;
    private const int CallsOfRun = 5;

    private static readonly string[] Models = ["nano", "small", "mid", "large", "frontier", "reasoner"];

    private readonly Random _random;
    private readonly RateCard[] _cards;
    private readonly TagSet[] _tags;
    private readonly long _start;
    private readonly double _step;
    private string _run = string.Empty;

    /// <param name="seed">The seed.</param>
    /// <param name="start">When the first call is made.</param>
    /// <param name="period">How long the calls take together.</param>
    /// <param name="calls">How many there are.</param>
    public SyntheticCompany(int seed, DateTimeOffset start, TimeSpan period, long calls)
    {
        _random = new Random(seed);
        _start = start.UtcTicks;
        _step = (double)period.Ticks / calls;
        _cards = [.. Enumerable.Range(0, Models.Length).Select(static i => new RateCard(
            new Rate(UsageKind.InputTokens, 0.05m * (i + 1)), new Rate(UsageKind.CacheReadTokens, 0.005m * (i + 1)), new Rate(UsageKind.OutputTokens, 0.4m * (i + 1))))];
        _tags = [.. Enumerable.Range(0, Customers * FeaturesOfCustomer).Select(static i => TagsOf(i / FeaturesOfCustomer, i % FeaturesOfCustomer))];
    }

    /// <summary>Makes the call of a number.</summary>
    public LedgerEntry EntryAt(long number)
    {
        if (number % CallsOfRun == 0)
        {
            _run = Id().ToString("n");
        }

        int tags = _random.Next(_tags.Length);
        int model = ((tags / FeaturesOfCustomer * 7) + (tags % FeaturesOfCustomer) + (_random.Next(10) == 0 ? 1 : 0)) % Models.Length;
        long input = _random.Next(50, 8_000);
        Usage usage = Usage.Of(input: input, output: _random.Next(1, 900), cached: _random.Next(3) == 0 ? input / 2 : 0);
        CostBreakdown cost = CostCalculator.Price(usage, _cards[model]);
        long ticks = _start + (long)(number * _step);
        return new LedgerEntry
        {
            Id = IdAt(ticks),
            RequestId = Id(),
            RunId = _run,
            Timestamp = new DateTimeOffset(ticks, TimeSpan.Zero),
            Provider = "openai",
            Model = Models[model],
            RequestedModel = Models[model],
            UsageOrigin = UsageOrigin.Reported,
            Usage = usage,
            Cost = cost,
            BaselineCost = cost.Effective,
            Duration = TimeSpan.FromMilliseconds(_random.Next(200, 20_000)),
            FinishReason = "stop",
            CatalogueVersion = "synthetic-1",
            PriceMatch = PriceMatchKind.Exact,
            ResponseId = $"chatcmpl-{_random.NextInt64():x16}",
            Tags = _tags[tags],
        };
    }

    private static TagSet TagsOf(int customer, int use)
    {
        int feature = ((customer * 11) + (use * 13)) % Features;
        return TagSet.Of(("customer", $"customer-{customer}"), ("environment", customer % 10 == 0 ? "staging" : "production"), ("feature", $"feature-{feature}"), ("team", $"team-{feature % Teams}"));
    }

    private Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    // As the SDK's own ids: the time first, so that they are written in order.
    private Guid IdAt(long ticks)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, ticks);
        return new Guid(bytes, bigEndian: true);
    }
}
