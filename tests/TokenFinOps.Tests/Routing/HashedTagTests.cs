using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Rules about tags hold whether or not the tag policy keeps only hashes of their values, and give nothing away.</summary>
public sealed class HashedTagTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("acme", "small")]
    [InlineData("other", "large")]
    public async Task A_customer_who_must_stay_in_a_region_stays_there(string customer, string answer)
    {
        await using ServiceProvider services = Services(static routing => routing.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Within("eu")));

        Assert.Equal(answer, await AskAsync(services, customer));
    }

    [Theory]
    [InlineData("acme", "small")]
    [InlineData("other", "large")]
    public async Task A_rule_about_a_value_finds_it(string customer, string answer)
    {
        await using ServiceProvider services = Services(static routing => routing.Policies.Add(new TagRoutingPolicy("customer", "acme", "small")));

        Assert.Equal(answer, await AskAsync(services, customer));
    }

    [Fact]
    public async Task A_rule_may_name_the_hash_that_the_ledger_shows()
    {
        await using ServiceProvider before = Services(static _ => { });
        await AskAsync(before, "acme");
        string kept = (await EntryAsync(before)).Tags["customer"];

        await using ServiceProvider services = Services(routing => routing.Policies.Add(new TagRoutingPolicy("customer", kept, "small")));

        Assert.Equal("small", await AskAsync(services, "acme"));
    }

    [Fact]
    public async Task The_value_is_written_nowhere()
    {
        await using ServiceProvider services = Services(static routing => routing.Policies.Add(new TagRoutingPolicy("customer", "acme", "small")));

        await AskAsync(services, "acme");

        LedgerEntry entry = await EntryAsync(services);
        RoutingDecision decision = entry.Routing!.Decision!;
        Assert.Equal("chooses small: tagged customer", Assert.Single(decision.Remarks).Statement);
        string written = string.Join(' ', [entry.ToString(), decision.ToString(), .. decision.Remarks.Select(static each => each.ToString()), .. decision.Candidates.Select(static each => each.ToString())]);
        Assert.DoesNotContain("acme", written, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<RoutingOptions> configure) => new ServiceCollection()
        .AddTokenFinOps(finops => finops
            .AddTier("small", "gpt-5-mini", static _ => TestChatClient.Answering("small", TestTiers.Usage(), "gpt-5-mini"), static small => small.Regions.Add("eu"))
            .AddTier("large", "gpt-5", static _ => TestChatClient.Answering("large", TestTiers.Usage(), "gpt-5"))
            .ConfigureTags(static tags => tags.Hash(new byte[32], "customer"))
            .ConfigureRouting(configure))
        .BuildServiceProvider();

    private static IChatClient Client(ServiceProvider services) => TestChatClient.Answering("nobody").AsBuilder().UseTokenFinOps().Build(services);

    private static async Task<string> AskAsync(ServiceProvider services, string customer)
    {
        using IChatClient client = Client(services);
        using IDisposable tag = FinOps.Attribute(("customer", customer));
        return (await client.GetResponseAsync("hello", null, Token)).Text;
    }

    private static async Task<LedgerEntry> EntryAsync(ServiceProvider services) =>
        Assert.Single(await services.GetRequiredService<ICostLedger>().EnumerateAsync(null, Token).ToListAsync(Token));
}
