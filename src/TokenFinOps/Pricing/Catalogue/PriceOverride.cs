namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A price that the user sets, for a deployment or for a model of a provider. It wins over every catalogue.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PriceOverride
{
    private PriceOverride(string? deployment, string? provider, string? model, ModelPrices? prices)
    {
        Deployment = deployment;
        Provider = provider;
        Model = model;
        Prices = prices;
    }

    /// <summary>Gets the name of the deployment that is priced, or <see langword="null"/> when a model is.</summary>
    public string? Deployment { get; }

    /// <summary>Gets the provider of the model that is priced, or of the model that a deployment is priced as.</summary>
    public string? Provider { get; }

    /// <summary>Gets the model that is priced, or that a deployment is priced as.</summary>
    public string? Model { get; }

    /// <summary>Gets the prices, or <see langword="null"/> when the deployment is priced as a model of the catalogue.</summary>
    public ModelPrices? Prices { get; }

    /// <summary>Sets the prices of a deployment, e.g. of a self-hosted model or of a negotiated contract.</summary>
    /// <param name="deployment">The deployment's name, without regard to case.</param>
    /// <param name="cards">Its rate cards, at least one.</param>
    /// <returns>The override.</returns>
    /// <exception cref="ArgumentException">The name is empty, or there is no card.</exception>
    public static PriceOverride ForDeployment(string deployment, params IEnumerable<RateCard> cards)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deployment);
        return new PriceOverride(deployment.Trim(), null, null, new ModelPrices("user", deployment.Trim(), cards));
    }

    /// <summary>Says which model of the catalogue is behind a deployment whose name does not tell, as Azure deployments may be named freely.</summary>
    /// <param name="deployment">The deployment's name, without regard to case.</param>
    /// <param name="provider">The provider, e.g. <c>azure</c>.</param>
    /// <param name="model">The model, e.g. <c>gpt-4o</c>.</param>
    /// <returns>The override.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static PriceOverride DeploymentOf(string deployment, string provider, string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deployment);
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new PriceOverride(deployment.Trim(), provider.Trim(), model.Trim(), null);
    }

    /// <summary>Sets the prices of a model at a provider, under all the names that the catalogue knows it by.</summary>
    /// <param name="provider">The provider, e.g. <c>openai</c>.</param>
    /// <param name="model">The model, e.g. <c>gpt-4o</c>.</param>
    /// <param name="cards">Its rate cards, at least one.</param>
    /// <returns>The override.</returns>
    /// <exception cref="ArgumentException">A name is empty, or there is no card.</exception>
    public static PriceOverride ForModel(string provider, string model, params IEnumerable<RateCard> cards)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new PriceOverride(null, provider.Trim(), model.Trim(), new ModelPrices(provider.Trim(), model.Trim(), cards));
    }
}
