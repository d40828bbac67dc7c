using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Setting the router up, and what is said when that goes wrong.</summary>
public sealed class RoutingSetupTests
{
    public static TheoryData<string, Action<RoutingOptions>> Mistakes => new()
    {
        { "no tier; use one of small, large", static options => options.DefaultTier = "huge" },
        { "no deployment; use one of small-1, large-1", static options => options.Baseline = "small" },
        { "names 'mini', which is neither", static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Never("mini")) },
        { "names 'mini', which is neither", static options => options.Cascades.Add(Cascade.OnAgreement(["small-1", "mini"])) },
        { "has no deployment", static options => options.AddTier("empty", static _ => { }) },
        { "restricts nothing", static options => options.Restrictions.Add(DeploymentRestriction.For("customer", "acme")) },
        { "tagged customer keeps them in eu, where no deployment is", static options => options.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Within("eu")) },
        { "'small' twice", static options => options.Cascades.Add(new Cascade("twice", new AgreementAcceptance(), "small", "Small")) },
        { "1 of the 2 members", static options => options.Cascades.Add(new Cascade("alone", new AgreementAcceptance(), "small")) },
        { "2 of the 3 members", static options => options.Cascades.Add(new Cascade("few", new AgreementAcceptance(needed: 3), "small-1", "large-1")) },
        { "used twice", static options => options.AddTier("again", static tier => tier.AddDeployment("small-1", "gpt-test")) },
        { "ControlShare is 1.5", static options => options.ControlShare = 1.5 },
        { "Mode is Control", static options => options.Mode = TokenFinOps.Ledger.Decisions.RoutingMode.Control },
        { "MaxAttempts is 0", static options => options.MaxAttempts = 0 },
        { "use a positive time", static options => options.Deadline = TimeSpan.Zero },
        { "Cooldown is", static options => options.Circuit.Cooldown = TimeSpan.Zero },
        { "The capacity of 'full' is 0", static options => options.AddTier("more", static tier => tier.AddDeployment("full", "gpt-test", null, static each => each.Capacity = 0)) },
        { "Window is 100, but it takes", static options => options.Learning = new LearningOptions { ShadowShare = 0.1, Window = 100 } },
        { "more than a million pairs", static options => options.Learning = new LearningOptions { ShadowShare = 0.1, Guarantee = QualityLoss.AtMost(1e-9) } },
        { "more than a million pairs", static options => options.Learning = new LearningOptions { ShadowShare = 0.1, Guarantee = QualityLoss.AtMost(0.001).ForNext(1) } },
        { "there is no Scorer", static options => options.Learning = new LearningOptions { Thresholds = [0.5f] } },
        { "names 'smal', which is no tier; use one of small, large", static options => options.Policies.Add(new TaskKindPolicy("smal", "large")) },
        { "names 'big', which is no tier; use one of small, large", static options => options.Policies.Add(new TagRoutingPolicy("feature", null, "big")) },
        { "is null; leave it out", static options => options.Policies.Add(null!) },
        { "is null; leave it out", static options => options.Restrictions.Add(null!) },
        { "Thresholds is not a number", static options => options.Learning = new LearningOptions { Thresholds = [float.NaN] } },
        { "ShadowShare is 2", static options => options.Learning = new LearningOptions { ShadowShare = 2 } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_at_registration_with_its_cure(string message, Action<RoutingOptions> mistake)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops
            .AddTier("small", static tier => tier.AddDeployment("small-1", "gpt-test"))
            .AddTier("large", static tier => tier.AddDeployment("large-1", "gpt-test"))
            .ConfigureRouting(mistake)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cascades_judge_comes_from_the_services_and_is_metered(bool streaming)
    {
        TestChatClient small = TestChatClient.Answering("small", TestTiers.Usage(), "gpt-5-mini");
        TestChatClient large = TestChatClient.Answering("large", TestTiers.Usage(), "gpt-5");
        TestChatClient judge = TestChatClient.Answering("YES", TestTiers.Usage(), "gpt-5-nano");
        judge.Metadata = new ChatClientMetadata("openai", null, "gpt-5-nano");
        IServiceCollection registered = WithJudge(small, services => services.AddKeyedChatClient("judge", judge).UseCostLedger());
        for (int provider = 0; provider < 2; provider++)
        {
            await using ServiceProvider services = registered.BuildServiceProvider();
            using IChatClient client = large.AsBuilder().UseTokenFinOps().Build(services);

            Assert.StartsWith("small", await TestMeter.CallAsync(client, streaming), StringComparison.Ordinal);
            List<LedgerEntry> entries = await services.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["gpt-5-mini", "gpt-5-nano"], entries.Select(static entry => entry.Model).Order(StringComparer.Ordinal));
            Assert.All(entries, static entry => Assert.True(entry.Cost.Effective > 0));
            Assert.Single(services.GetRequiredService<RoutingOptions>().Cascades);
        }

        Assert.Equal((2, 0), (judge.Calls, large.Calls));
    }

    [Fact]
    public async Task A_judge_that_would_be_routed_itself_is_a_mistake_that_is_told()
    {
        await using ServiceProvider services = WithJudge(TestChatClient.Answering(), static services => services.AddKeyedChatClient("judge", TestChatClient.Answering()).UseTokenFinOps()).BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => TestChatClient.Answering().AsBuilder().UseTokenFinOps().Build(services));

        Assert.Contains("UseCostLedger", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseTokenFinOps_routes_as_soon_as_there_are_tiers(bool streaming)
    {
        TestChatClient small = TestChatClient.Answering("small", TestTiers.Usage(), "gpt-5-mini");
        TestChatClient wrapped = TestChatClient.Answering("wrapped", TestTiers.Usage(), "gpt-5");
        await using ServiceProvider services = new ServiceCollection()
            .AddTokenFinOps(finops => finops
                .AddTier("small", "gpt-5-mini", _ => small)
                .AddTier("large", "gpt-5")
                .ConfigureRouting(static routing => routing.Policies.Add(new TaskKindPolicy("small", "large"))))
            .BuildServiceProvider();
        using IChatClient client = wrapped.AsBuilder().UseTokenFinOps().Build(services);

        Assert.StartsWith("small", await TestMeter.CallAsync(client, streaming, null, "Classify this"), StringComparison.Ordinal);
        Assert.StartsWith("wrapped", await TestMeter.CallAsync(client, streaming, null, "Prove this"), StringComparison.Ordinal);

        List<LedgerEntry> entries = await services.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["gpt-5-mini", "gpt-5"], entries.Select(static entry => entry.Deployment));
        Assert.True(entries[0].SavingsByLever?.Router > 0);
    }

    [Fact]
    public void Metering_is_configured_where_a_deployment_is_added()
    {
        using ServiceProvider services = new ServiceCollection().AddTokenFinOps(static finops => finops.AddTier("large", "gpt-5")).BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => TestChatClient.Answering().AsBuilder().UseTokenFinOps(static metering => metering.Deployment = "x").Build(services));

        Assert.Contains("AddTier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployments_discount_and_provider_price_its_calls()
    {
        using var tiers = new TestTiers(null, static (name, options) =>
        {
            if (name == "frontier-1")
            {
                options.Metering.Terms = new() { Adjustment = new() { DiscountPercent = 50 } };
            }
        });

        await tiers.CallAsync();

        Assert.Equal(0.007m, Assert.Single(await tiers.EntriesAsync()).Cost.Effective);
    }

    [Fact]
    public void Clients_of_deployments_are_disposed_with_the_router_and_the_wrapped_one_once()
    {
        var own = new Disposals();
        var wrapped = new Disposals();
        var options = new RoutingOptions();
        options.AddTier("small", tier => tier.AddDeployment("own", "gpt-test", _ => own)).AddTier("large", static tier => tier.AddDeployment("a", "x").AddDeployment("b", "y"));

        new TieringChatClient(wrapped, options).Dispose();

        Assert.Equal((1, 1), (own.Count, wrapped.Count));
    }

    [Fact]
    public void Times_that_no_timer_can_count_are_refused_and_the_message_says_what_to_use()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TestTiers(static options =>
            (options.AnswerTimeout, options.Deadline, options.MaxRetryWait) = (TimeSpan.MaxValue, TimeSpan.FromDays(40), TimeSpan.MaxValue)));

        Assert.Contains("AnswerTimeout is 10675199.02:48:05.4775807; use a positive time of up to 24 days.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Deadline is 40.00:00:00; use a positive time of up to 24 days, or null for none.", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxRetryWait is 10675199.02:48:05.4775807; use zero, for not to wait, up to 24 days.", error.Message, StringComparison.Ordinal);
    }

    private sealed class Disposals : IChatClient
    {
        public int Count { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => Count++;
    }

    [Fact]
    public async Task A_deployment_that_is_the_routed_client_itself_is_a_mistake_that_is_told()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(static finops => finops.AddTier("small", "gpt-5-mini", static provider => provider.GetRequiredService<IChatClient>()).AddTier("large", "gpt-5"));
        services.AddChatClient(TestChatClient.Answering()).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IChatClient>());

        Assert.Contains("AddKeyedChatClient", error.Message, StringComparison.Ordinal);
    }

    private static ServiceCollection WithJudge(TestChatClient small, Action<IServiceCollection> addJudge)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops
            .AddTier("small", "gpt-5-mini", _ => small)
            .AddTier("large", "gpt-5")
            .ConfigureRouting(static (routing, provider) =>
                routing.Cascades.Add(new Cascade("judged", new JudgeAcceptance(provider.GetRequiredKeyedService<IChatClient>("judge")), "gpt-5-mini"))));
        addJudge(services);
        return services;
    }
}
