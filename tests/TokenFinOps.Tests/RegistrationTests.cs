using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests;

public sealed class RegistrationTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 1_000, OutputTokenCount = 100 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_lines_give_a_bill_by_team(bool streaming)
    {
        await using ServiceProvider services = Build(null, TestChatClient.Answering(usage: Reported, model: "gpt-4o-mini-2024-07-18"));
        IChatClient client = services.GetRequiredService<IChatClient>();

        using (FinOps.Attribute(("team", "support")))
        {
            await TestMeter.CallAsync(client, streaming);
            await TestMeter.CallAsync(client, streaming);
        }

        using (FinOps.Attribute(("team", "search")))
        {
            await TestMeter.CallAsync(client, streaming);
        }

        LedgerReport bill = await services.GetRequiredService<ICostLedger>().QueryAsync(
            LedgerQuery.All.GroupBy("team").OrderBy(LedgerMeasure.EffectiveCost), TestContext.Current.CancellationToken);
        Assert.Equal(["support", "search"], bill.Rows.Select(static row => row.Keys[0]));
        Assert.Equal([0.00042m, 0.00021m], bill.Rows.Select(static row => row.Totals.EffectiveCost));
    }

    [Fact]
    public async Task A_client_finds_the_ledger_that_it_writes_to()
    {
        await using ServiceProvider services = Build();

        Assert.Same(services.GetRequiredService<ICostLedger>(), services.GetRequiredService<IChatClient>().GetService<ICostLedger>());
    }

    [Fact]
    public async Task The_users_price_wins_over_the_shipped_one()
    {
        await using ServiceProvider services = Build(
            static finops => finops.AddPrices(PriceOverride.ForModel("openai", "gpt-4o-mini", new RateCard(new Rate(UsageKind.InputTokens, 1_000m), new Rate(UsageKind.OutputTokens, 0m)))),
            TestChatClient.Answering(usage: Reported, model: "gpt-4o-mini"));

        await TestMeter.CallAsync(services.GetRequiredService<IChatClient>(), streaming: false);

        Assert.Equal(1m, (await TotalAsync(services)).EffectiveCost);
    }

    [Fact]
    public async Task A_deployment_with_a_name_of_its_own_can_have_prices_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(static finops => finops.AddPrices(PriceOverride.ForDeployment("gpu-box", new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 1m)))));
        services.AddChatClient(TestChatClient.Answering(usage: Reported, model: "llama-local")).UseTokenFinOps(static options => options.Deployment = "gpu-box");
        await using ServiceProvider provider = services.BuildServiceProvider();

        await TestMeter.CallAsync(provider.GetRequiredService<IChatClient>(), streaming: false);

        Assert.Equal(0.0011m, (await TotalAsync(provider)).EffectiveCost);
    }

    [Fact]
    public async Task Keyed_clients_share_the_ledger_and_are_told_apart_by_deployment()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddKeyedChatClient("a", TestChatClient.Answering(usage: Reported)).UseTokenFinOps(static options => options.Deployment = "first");
        services.AddKeyedChatClient("b", TestChatClient.Answering(usage: Reported)).UseTokenFinOps(static options => options.Deployment = "second");
        await using ServiceProvider provider = services.BuildServiceProvider();

        await TestMeter.CallAsync(provider.GetRequiredKeyedService<IChatClient>("a"), streaming: false);
        await TestMeter.CallAsync(provider.GetRequiredKeyedService<IChatClient>("b"), streaming: false);

        LedgerReport report = await provider.GetRequiredService<ICostLedger>().QueryAsync(
            LedgerQuery.All.GroupBy(LedgerDimension.Deployment), TestContext.Current.CancellationToken);
        Assert.Equal(["first", "second"], report.Rows.Select(static row => row.Keys[0]));
    }

    [Fact]
    public async Task Without_dependency_injection_a_recorder_is_passed_along()
    {
        var meter = new TestMeter(TestChatClient.Answering());
        using IChatClient client = new ChatClientBuilder(TestChatClient.Answering(usage: Reported)).UseCostLedger(meter.Recorder).Build();

        await TestMeter.CallAsync(client, streaming: false);

        Assert.Single(await meter.EntriesAsync());
    }

    [Fact]
    public void A_client_without_a_registered_recorder_says_what_to_call()
    {
        var error = Assert.Throws<InvalidOperationException>(static () => new ChatClientBuilder(TestChatClient.Answering()).UseTokenFinOps().Build());

        Assert.Contains("AddTokenFinOps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registering_twice_is_refused_with_the_cure()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps();

        Assert.Contains("one call", Assert.Throws<InvalidOperationException>(() => services.AddTokenFinOps()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_metering_options_are_all_named_when_the_client_is_built()
    {
        var meter = new TestMeter(TestChatClient.Answering());

        var error = Assert.Throws<ArgumentException>(() => new MeteringChatClient(
            TestChatClient.Answering(), meter.Recorder, new MeteringOptions { Deployment = " ", PriceAs = "" }));

        Assert.Contains("Deployment", error.Message, StringComparison.Ordinal);
        Assert.Contains("PriceAs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrichers_and_the_tag_policy_are_taken_from_the_registration()
    {
        await using ServiceProvider services = Build(static finops => finops
            .AddEnricher<TenantEnricher>()
            .ConfigureTags(static tags =>
            {
                tags.Require("team");
                tags.OnViolation = TagPolicyAction.Refuse;
            }));
        IChatClient client = services.GetRequiredService<IChatClient>();

        await Assert.ThrowsAsync<TagPolicyException>(() => TestMeter.CallAsync(client, streaming: false));
        using (FinOps.Attribute(("team", "support")))
        {
            await TestMeter.CallAsync(client, streaming: false);
        }

        LedgerEntry entry = await services.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken)
            .SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TagSet.Of(("team", "support"), ("customer", "acme")), entry.Tags);
    }

    [Fact]
    public async Task Embeddings_are_metered_the_same_way()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddEmbeddingGenerator(new TestEmbeddingGenerator()).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        LedgerTotals total = await TotalAsync(provider);
        Assert.Equal(0.0002m, total.EffectiveCost);
        Assert.Equal(10_000m, total.Usage.InputTokens);
    }

    private static ServiceProvider Build(Action<TokenFinOpsBuilder>? configure = null, IChatClient? provider = null)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(configure);
        services.AddChatClient(provider ?? TestChatClient.Answering(usage: Reported)).UseFunctionInvocation().UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private static async Task<LedgerTotals> TotalAsync(IServiceProvider services) =>
        (await services.GetRequiredService<ICostLedger>().QueryAsync(LedgerQuery.All, TestContext.Current.CancellationToken)).TotalIn();

    private sealed class TenantEnricher : IAttributionEnricher
    {
        private static readonly TagSet Tenant = TagSet.Of(("customer", "acme"), ("team", ""));

        public TagSet GetTags() => Tenant;
    }

    private sealed class TestEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(static _ => new Embedding<float>(new float[] { 1 }) { ModelId = "text-embedding-3-small" }))
            {
                Usage = new UsageDetails { InputTokenCount = 10_000, TotalTokenCount = 10_000 },
            });

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai") : null;

        public void Dispose()
        {
        }
    }
}
