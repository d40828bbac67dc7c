using QuickStart.Workload.Features;

namespace QuickStart.Workload;

/// <summary>Who uses what, for whom, in which order: mixed by weight and the same for the same seed.</summary>
internal sealed class WorkloadPlan
{
    private static readonly Feature[] Features =
    [
        new TicketReply(), new TicketTriage(), new RefundAgent(), new HandbookAnswer(), new InstantAnswer(), new CodeReview(),
        new CommitSummary(), new PrivateModelPilot(), new InvoiceReading(), new MonthlyReport(), new ProductCopy(), new ShopQuestion(),
    ];

    // The first customers are the largest, as in most companies.
    private static readonly string[] Customers = ["acme", "bluebird", "cascade", "dovetail", "everpeak", "foxglove", "granite", "halcyon", "ironwood", "juniper"];

    private WorkloadPlan(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Plans a number of uses of the features.</summary>
    public static WorkloadPlan Make(int count, int seed, ModelChoice models, bool hasCache = false)
    {
        Feature[] features = [.. Features.Where(feature => (models.IsLoopback || !feature.LoopbackOnly) && (hasCache || !feature.NeedsCache))];
        double total = features.Sum(static feature => feature.Share);
        int[] used = new int[features.Length];
        var random = new Random(seed);
        var steps = new List<Step>(count);
        for (int i = 1; i <= count; i++)
        {
            // Whoever is furthest behind its share is next, so that any beginning of the plan has the whole plan's mix.
            int next = Enumerable.Range(0, features.Length).MaxBy(f => (features[f].Share / total * i) - used[f]);
            Feature feature = features[next];
            steps.Add(new Step(feature, used[next]++, feature.ForCustomers ? PickCustomer(random) : null, random.Next()));
        }

        return new WorkloadPlan(steps);
    }

    private static string PickCustomer(Random random)
    {
        double luck = random.NextDouble();
        return Customers[(int)(luck * luck * Customers.Length)];
    }

    /// <summary>One use of a feature.</summary>
    /// <param name="Feature">The feature.</param>
    /// <param name="Index">How many times it was used before.</param>
    /// <param name="Customer">The customer behind it, if there is one.</param>
    /// <param name="Seed">What decides its material.</param>
    internal sealed record Step(Feature Feature, int Index, string? Customer, int Seed);
}
