using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class PriceOverrideTests
{
    [Fact]
    public void A_deployments_own_price_wins_over_everything()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(PriceOverride.ForDeployment("chat-prod", Prices.Card(1.23m)));

        PriceMatch match = catalogue.Find(new ModelReference("gpt-4o", "openai", "Chat-Prod"))!;

        Assert.Equal((PriceMatchKind.Override, 1.23m), (match.Kind, match.Input()));
    }

    [Fact]
    public void A_self_hosted_deployment_costs_what_the_user_says()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(
            PriceOverride.ForDeployment("gpu-box", Prices.Card(0.05m)), PriceOverride.ForModel("ollama", "llama3.3", Prices.Card(0.02m)));

        Assert.Equal(0.05m, catalogue.Find(new ModelReference("anything", "vllm", "gpu-box", new Uri("http://10.0.0.1:8000")))!.Input());
        Assert.Equal(0.02m, catalogue.Find(new ModelReference("llama3.3", "ollama", Endpoint: new Uri("http://localhost:11434")))!.Input());
        Assert.Null(catalogue.Find(new ModelReference("mistral", "ollama", Endpoint: new Uri("http://localhost:11434"))));
    }

    [Fact]
    public void A_users_price_holds_for_every_name_of_the_model()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(PriceOverride.ForModel("openai", "gpt-4o", Prices.Card(2m)));

        Assert.All(
            ["gpt-4o", "gpt-4o-2024-08-06", "openai/gpt-4o", "gpt-4o-2026-01-01"],
            name => Assert.Equal((PriceMatchKind.Override, 2m), (catalogue.Find(new ModelReference(name, "openai"))!.Kind, catalogue.Find(new ModelReference(name, "openai"))!.Input())));
        Assert.NotEqual(PriceMatchKind.Override, catalogue.Find(new ModelReference("gpt-4o-mini", "openai"))!.Kind);
    }

    [Fact]
    public void The_provider_of_an_override_may_be_named_as_clients_name_it()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(PriceOverride.ForModel("azure.ai.openai", "gpt-4o", Prices.Card(2.2m)));

        Assert.Equal(2.2m, catalogue.Find(new ModelReference("gpt-4o", "openai", Endpoint: new Uri("https://acme.openai.azure.com")))!.Input());
        Assert.Equal(2.5m, catalogue.Find(new ModelReference("gpt-4o", "openai"))!.Input());
    }

    [Fact]
    public void An_Azure_deployment_of_any_name_can_be_said_to_be_a_model()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(PriceOverride.DeploymentOf("support-bot", "azure", "gpt-4o"));

        PriceMatch byDeployment = catalogue.Find(new ModelReference("gpt-4o-2024-11-20", "azure.ai.openai", "support-bot"))!;
        PriceMatch byName = catalogue.Find(new ModelReference("support-bot", "azure.ai.openai"))!;

        Assert.Equal(("gpt-4o", PriceMatchKind.Override), (byDeployment.Prices.Model, byDeployment.Kind));
        Assert.Equal(("gpt-4o", PriceMatchKind.Override), (byName.Prices.Model, byName.Kind));
        Assert.Null(catalogue.Find(new ModelReference("support-bot", "openai")));
    }

    [Fact]
    public void Later_overrides_win_over_earlier_ones()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped
            .With(PriceOverride.ForModel("openai", "gpt-4o", Prices.Card(1m)))
            .With(PriceOverride.ForModel("openai", "gpt-4o", Prices.Card(2m)));

        Assert.Equal(2m, catalogue.Find(new ModelReference("gpt-4o", "openai"))!.Input());
        Assert.EndsWith("+user", catalogue.Version, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_override_needs_a_name(string name)
    {
        Assert.Throws<ArgumentException>(() => PriceOverride.ForDeployment(name, Prices.Card(1)));
        Assert.Throws<ArgumentException>(() => PriceOverride.ForModel("openai", name, Prices.Card(1)));
        Assert.Throws<ArgumentException>(() => PriceOverride.DeploymentOf(name, "azure", "gpt-4o"));
    }
}
