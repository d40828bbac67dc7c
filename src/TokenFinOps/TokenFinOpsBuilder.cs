using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Audits;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Refresh;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Telemetry;

namespace TokenFinOps;

/// <summary>Sets the SDK up: where prices come from, who must pay, what is remembered and what is published.</summary>
/// <remarks>Everything has a default; what is set is checked at registration. Use it on one thread, before the service provider is built.</remarks>
public sealed class TokenFinOpsBuilder
{
    internal TokenFinOpsBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the service collection that is registered into.</summary>
    public IServiceCollection Services { get; }

    internal TagPolicy TagPolicy { get; } = new();

    internal TelemetryOptions Telemetry { get; } = new();

    internal InMemoryCostLedgerOptions Ledger { get; } = new();

    internal PriceCatalogueRefreshOptions Prices { get; } = new();

    internal BudgetOptions Budgets { get; } = new();

    internal GuardrailOptions Guardrails { get; } = new();

    internal RoutingOptions Routing { get; } = new();

    internal List<Action<RoutingOptions, IServiceProvider>> RoutingOfServices { get; } = [];

    internal SemanticCacheOptions? Cache { get; private set; }

    internal Func<IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>>? CacheEmbedder { get; private set; }

    internal Func<IServiceProvider, ICacheAnswerJudge>? CacheJudge { get; private set; }

    internal PromptCompressionOptions? Compression { get; private set; }

    internal PromptLintOptions? Lint { get; private set; }

    internal ConversationCompactionOptions? Compaction { get; private set; }

    internal Func<IServiceProvider, IChatClient>? Summarizer { get; private set; }

    /// <summary>Sets prices of deployments or models. They win over every catalogue.</summary>
    /// <param name="overrides">The prices.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddPrices(params IEnumerable<PriceOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        foreach (PriceOverride price in overrides)
        {
            Prices.Overrides.Add(price);
        }

        return this;
    }

    /// <summary>Reads prices from a file or an address, in the background and again and again. What no source has comes from the shipped catalogue.</summary>
    /// <param name="sources">The sources, the most trusted first.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder RefreshPricesFrom(params IEnumerable<PriceCatalogueSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (PriceCatalogueSource source in sources)
        {
            Prices.Sources.Add(source);
        }

        return this;
    }

    /// <summary>Changes how prices are refreshed, and what is used where no source has a price.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigurePrices(Action<PriceCatalogueRefreshOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Prices);
        return this;
    }

    /// <summary>Sets which tags calls must carry, which values they may have, and which are hashed.</summary>
    /// <param name="configure">Changes the policy.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureTags(Action<TagPolicy> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(TagPolicy);
        return this;
    }

    /// <summary>Adds what tells tags from the surroundings of a call, e.g. the tenant of the current HTTP request.</summary>
    /// <typeparam name="T">The enricher; a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddEnricher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IAttributionEnricher
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAttributionEnricher, T>());
        return this;
    }

    /// <summary>Sets a budget: every call that it covers must fit into it before it is made.</summary>
    /// <param name="budget">The budget, with at least one limit.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddBudget(Budget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        Budgets.Budgets.Add(budget);
        return this;
    }

    /// <summary>Changes how budgets are kept, and sets who approves, converts currencies or tells footprints.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureBudgets(Action<BudgetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Budgets);
        return this;
    }

    /// <summary>Adds what is told when a threshold of a budget is passed or a budget is exhausted.</summary>
    /// <typeparam name="T">The observer; a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddBudgetObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IBudgetObserver
    {
        Services.AddSingleton<IBudgetObserver, T>();
        return this;
    }

    /// <summary>Posts the events of budgets to an address, as JSON.</summary>
    /// <param name="address">Where to. Secrets belong into the default headers of a registered <see cref="HttpClient"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The address is not an absolute HTTP address.</exception>
    public TokenFinOpsBuilder AddBudgetWebhook(Uri address)
    {
        BudgetWebhook.Check(address);
        Services.AddSingleton<IBudgetObserver>(provider => new BudgetWebhook(
            provider.GetService<HttpClient>() ?? new HttpClient(),
            address,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<BudgetWebhook>>()));
        return this;
    }

    /// <summary>Changes how much the ledger in memory remembers.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureLedger(Action<InMemoryCostLedgerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Ledger);
        return this;
    }

    /// <summary>Uses another ledger than the one in memory.</summary>
    /// <param name="factory">Makes the ledger, once.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder UseLedger(Func<IServiceProvider, ICostLedger> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.Replace(ServiceDescriptor.Singleton(factory));
        return this;
    }

    /// <summary>Limits what runs may do, and says what is done about those that get out of hand. Without it nothing is limited and loops are warned of.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddGuardrails(Action<GuardrailOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Guardrails);
        return this;
    }

    /// <summary>Adds a quality tier with one deployment, above those added before. With tiers, <c>UseTokenFinOps</c> sends every request to the cheapest that is good enough.</summary>
    /// <remarks>Without policies everything goes to the highest tier, and to the next lower one only when it fails; see <see cref="ConfigureRouting(Action{RoutingOptions})"/>.</remarks>
    /// <param name="name">The tier's name, e.g. <c>small</c>; add the cheapest first.</param>
    /// <param name="model">The model, which is also the deployment's name.</param>
    /// <param name="client">Makes the deployment's client; <see langword="null"/> to ask the wrapped client for the model.</param>
    /// <param name="configure">Says more about the deployment.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public TokenFinOpsBuilder AddTier(string name, string model, Func<IServiceProvider, IChatClient>? client = null, Action<DeploymentOptions>? configure = null) =>
        AddTier(name, tier => tier.AddDeployment(model, model, client, configure));

    /// <summary>Adds a quality tier, above those added before, whose deployments are as good as each other.</summary>
    /// <param name="name">The tier's name, e.g. <c>small</c>; add the cheapest first.</param>
    /// <param name="configure">Adds its deployments.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TokenFinOpsBuilder AddTier(string name, Action<TierOptions> configure)
    {
        Routing.AddTier(name, configure);
        return this;
    }

    /// <summary>Sets the policies that choose tiers, cascades, restrictions, and what is done when deployments fail.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureRouting(Action<RoutingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Routing);
        return this;
    }

    /// <summary>
    /// Sets what is made of services, such as a cascade's judge: <c>services.GetRequiredKeyedService&lt;IChatClient>("judge")</c>, a client with <c>UseCostLedger</c>. It runs, and is
    /// checked, when the first client that routes is built, once for each provider of services.
    /// </summary>
    /// <param name="configure">Changes the options; tiers and what was set without services are there already.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureRouting(Action<RoutingOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        RoutingOfServices.Add(configure);
        return this;
    }

    /// <summary>
    /// Answers what has been answered before, word for word or in other words, without a call. Only requests that are equal in all but the last words of a person share answers: tags, model,
    /// instructions, earlier turns, tools and options are compared exactly.
    /// </summary>
    /// <param name="configure">Says which answers are served again; <see langword="null"/> for the defaults.</param>
    /// <param name="embedder">
    /// Finds what embeds questions, e.g. <c>services => services.GetRequiredService&lt;IEmbeddingGenerator&lt;string, Embedding&lt;float>>>()</c>; it is metered unless it meters itself.
    /// <see langword="null"/> for the lexical embedder that comes with the SDK, which knows words and not meaning.
    /// </param>
    /// <param name="judge">Finds what compares answers in audits; <see langword="null"/> for <see cref="SemanticCacheOptions.Judge"/>.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddSemanticCache(
        Action<SemanticCacheOptions>? configure = null,
        Func<IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>>? embedder = null,
        Func<IServiceProvider, ICacheAnswerJudge>? judge = null)
    {
        Cache ??= new SemanticCacheOptions();
        configure?.Invoke(Cache);
        CacheEmbedder = embedder ?? CacheEmbedder;
        CacheJudge = judge ?? CacheJudge;
        return this;
    }

    /// <summary>Shortens prompts before they are sent, by default without losing anything: tool results in fewer tokens, what stands there twice once.</summary>
    /// <param name="configure">Says how; <see langword="null"/> for the defaults.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddPromptCompression(Action<PromptCompressionOptions>? configure = null)
    {
        Compression ??= new PromptCompressionOptions();
        configure?.Invoke(Compression);
        return this;
    }

    /// <summary>
    /// Registers a <see cref="ConversationCompactor"/>, which keeps long conversations within a number of tokens. Add <c>UseConversationCompaction</c> to the clients whose
    /// conversations are to be compacted.
    /// </summary>
    /// <param name="configure">Says when and to what; <see langword="null"/> for the defaults.</param>
    /// <param name="summarizer">
    /// Finds who writes summaries, e.g. <c>services => services.GetRequiredKeyedService&lt;IChatClient>("small")</c>, a client that does not compact itself;
    /// <see langword="null"/> for <see cref="ConversationCompactionOptions.Summarizer"/>.
    /// </param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddConversationCompaction(Action<ConversationCompactionOptions>? configure = null, Func<IServiceProvider, IChatClient>? summarizer = null)
    {
        Compaction ??= new ConversationCompactionOptions();
        configure?.Invoke(Compaction);
        Summarizer = summarizer ?? Summarizer;
        return this;
    }

    /// <summary>
    /// Looks at the prompts that are sent, and reports what they waste: see <see cref="PromptLint"/>, which is registered by this. Prompts are not changed.
    /// </summary>
    /// <param name="configure">Says which are looked at; <see langword="null"/> for the defaults.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder AddPromptLint(Action<PromptLintOptions>? configure = null)
    {
        Lint ??= new PromptLintOptions();
        configure?.Invoke(Lint);
        return this;
    }

    /// <summary>Changes what metrics and activity tags say.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public TokenFinOpsBuilder ConfigureTelemetry(Action<TelemetryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Telemetry);
        return this;
    }
}
