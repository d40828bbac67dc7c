using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Compression;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Who can serve a request at all.</summary>
public sealed class EligibilityTests
{
    public static TheoryData<string, DeploymentCapabilities> Needs => new()
    {
        { "image", DeploymentCapabilities.Vision },
        { "audio", DeploymentCapabilities.Audio },
        { "pdf", DeploymentCapabilities.Documents },
        { "tools", DeploymentCapabilities.Tools },
        { "search", DeploymentCapabilities.HostedTools },
        { "json", DeploymentCapabilities.StructuredOutput },
        { "background", DeploymentCapabilities.ServerState },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task A_request_goes_only_where_it_can_be_done(string need, DeploymentCapabilities capability)
    {
        using var tiers = new TestTiers(SendDown, (name, options) => options.Capabilities = name == "nano-1" ? DeploymentCapabilities.All & ~capability : capability);
        (ChatMessage message, ChatOptions options) = Request(need);

        ChatResponse response = await tiers.Client.GetResponseAsync([message], options, TestContext.Current.CancellationToken);

        Assert.Equal("mid-1", response.Text);
        Assert.Equal($"cannot do {capability}", (await tiers.DecisionAsync()).Candidates.Single(static candidate => candidate.Deployment == "nano-1").Excluded);
    }

    [Fact]
    public async Task What_nobody_said_anything_about_can_be_done_by_the_baseline()
    {
        using var tiers = new TestTiers(SendDown);
        (ChatMessage message, ChatOptions options) = Request("image");

        Assert.Equal("frontier-1", (await tiers.Client.GetResponseAsync([message], options, TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task A_prompt_goes_only_where_it_fits_with_its_answer()
    {
        using var tiers = new TestTiers(SendDown, static (name, options) => options.ContextWindow = name == "nano-1" ? 8_000 : 100_000);

        Assert.Equal("nano-1", await tiers.CallAsync(prompt: new string('x', 20_000)));
        Assert.Equal("mid-1", await tiers.CallAsync(prompt: new string('x', 20_000), options: new ChatOptions { MaxOutputTokens = 8_000 }));
        Assert.Equal("mid-1", await tiers.CallAsync(prompt: new string('x', 60_000)));
    }

    [Theory]
    [InlineData(CompressionMode.On, "nano-1")]
    [InlineData(CompressionMode.Shadow, "mid-1")]
    public async Task A_prompt_fits_where_the_compressor_makes_it_fit(CompressionMode mode, string answered)
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { Mode = mode });
        using var tiers = new TestTiers(
            options =>
            {
                SendDown(options);
                options.AroundDeployments = (meter, _) => new PromptCompressionChatClient(meter, compressor);
            },
            static (name, options) => options.ContextWindow = name == "nano-1" ? 8_000 : 100_000);
        List<ChatMessage> conversation =
        [
            .. ToolConversation.Of(ToolConversation.Flights(1, count: 500)),
            new(ChatRole.Assistant, "The first one."),
            new(ChatRole.User, "And the next?"),
        ];

        ChatResponse response = await tiers.Client.GetResponseAsync(conversation, null, TestContext.Current.CancellationToken);

        Assert.Equal(answered, response.Text);
        string? excluded = (await tiers.DecisionAsync()).Candidates.Single(static candidate => candidate.Deployment == "nano-1").Excluded;
        Assert.Equal(mode == CompressionMode.On, excluded is null);
    }

    [Fact]
    public async Task An_answer_is_asked_only_of_a_model_that_may_be_so_long()
    {
        using var tiers = new TestTiers(SendDown, static (name, options) => options.MaxOutputTokens = name == "nano-1" ? 4_000 : null);

        Assert.Equal("mid-1", await tiers.CallAsync(options: new ChatOptions { MaxOutputTokens = 5_000 }));
    }

    [Fact]
    public async Task What_must_stay_in_a_region_stays_there()
    {
        using var tiers = new TestTiers(
            static options => options.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Within("eu")),
            static (name, options) => options.Regions.Add(name == "mid-1" ? "EU" : "us"));
        using (FinOps.Attribute(("customer", "acme")))
        {
            Assert.Equal("mid-1", await tiers.CallAsync());
        }

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Fact]
    public async Task What_is_kept_in_a_region_is_not_sent_elsewhere_when_that_is_down()
    {
        using var tiers = new TestTiers(
            static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Within("eu")), static (name, options) => options.Regions.Add(name == "mid-1" ? "eu" : "us"));
        tiers.Fail("mid-1", static () => new IOException("down"));

        await Assert.ThrowsAsync<IOException>(() => tiers.PassTimeAsync(() => tiers.CallAsync()));

        Assert.Equal(0, tiers["frontier-1"].Calls + tiers["nano-1"].Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_nobody_can_the_error_says_why_for_each(bool streaming)
    {
        using var tiers = new TestTiers(
            static options =>
            {
                options.Restrictions.Add(DeploymentRestriction.ForAll.Never("nano", "mid-1"));
                options.Restrictions.Add(DeploymentRestriction.ForAll.Within("eu"));
            },
            static (name, options) => options.Regions.Add(name == "frontier-1" ? "us" : "eu"));

        RoutingUnavailableException error = await Assert.ThrowsAsync<RoutingUnavailableException>(() => tiers.CallAsync(streaming));

        Assert.Contains("frontier-1 not in eu", error.Message, StringComparison.Ordinal);
        Assert.Empty(await tiers.EntriesAsync());
    }

    private static void SendDown(RoutingOptions options) => options.Policies.Add(new Down());

    private static (ChatMessage Message, ChatOptions Options) Request(string need)
    {
        var message = new ChatMessage(ChatRole.User, "one two three");
        var options = new ChatOptions();
        switch (need)
        {
            case "image":
                message.Contents.Add(new DataContent(new byte[] { 1 }, "image/png"));
                break;
            case "audio":
                message.Contents.Add(new UriContent("https://example.com/a.mp3", "audio/mpeg"));
                break;
            case "pdf":
                message.Contents.Add(new DataContent(new byte[] { 1 }, "application/pdf"));
                break;
            case "tools":
                options.Tools = [AIFunctionFactory.Create(static () => 1, "one")];
                break;
            case "search":
                options.Tools = [new HostedWebSearchTool()];
                break;
            case "json":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            default:
                options.AllowBackgroundResponses = true;
                break;
        }

        return (message, options);
    }

    private sealed class Down : IRoutingPolicy
    {
        public string Name => "down";

        public RoutingOpinion Judge(RoutingRequest request) => RoutingOpinion.Prefer("nano", "the test says so");
    }
}
