using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Embeddings;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Guardrails;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Refresh;
using TokenFinOps.Routing;
using TokenFinOps.Telemetry;
using TokenFinOps.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers TokenFinOps.</summary>
public static class TokenFinOpsServiceCollectionExtensions
{
    [ThreadStatic]
    private static bool s_isMakingRouting;

    /// <summary>Registers the cost ledger and all that fills it. Add <c>UseTokenFinOps</c> to the chat clients and embedding generators to be metered.</summary>
    /// <remarks>
    /// Without configuration it measures, prices and attributes, in memory and with the shipped prices, and warns of runs that go round in circles; no answer is changed.
    /// Read the bill from <see cref="ICostLedger"/>.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets it up.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">A setting is not valid; the message names all that are wrong.</exception>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public static IServiceCollection AddTokenFinOps(this IServiceCollection services, Action<TokenFinOpsBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(static service => service.ServiceType == typeof(CostRecorder)))
        {
            throw new InvalidOperationException("AddTokenFinOps was called twice; set everything up in one call.");
        }

        var builder = new TokenFinOpsBuilder(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ICostLedger>(provider => new InMemoryCostLedger(
            builder.Ledger, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<InMemoryCostLedger>>()));
        configure?.Invoke(builder);
        builder.Ledger.Validate();
        builder.Prices.Validate();
        builder.Budgets.Protect(builder.TagPolicy);
        builder.Budgets.Validate();
        builder.Guardrails.Validate();
        if (builder.Routing.Tiers.Count > 0)
        {
            builder.Routing.Validate();
        }

        AddCache(services, builder);
        AddCompression(services, builder);
        AddLint(services, builder);
        builder.Routing.AroundDeployments = static (meter, services) =>
            services is null ? meter : TokenFinOpsChatClientBuilderExtensions.WithLevers(meter, services);
        AddCompaction(services, builder);
        services.AddSingleton(provider => Routing(builder, provider));
        services.TryAddSingleton<ITokenCounter, TokenCounter>();
        services.AddSingleton(provider => new Attributor(
            provider.GetServices<IAttributionEnricher>(), builder.TagPolicy, provider.GetService<ILogger<Attributor>>()));
        services.AddSingleton(provider => new LedgerTelemetry(builder.Telemetry, provider.GetService<IMeterFactory>()));
        services.AddSingleton<ILedgerEntryObserver>(static provider => provider.GetRequiredService<LedgerTelemetry>());
        services.AddSingleton(static provider => new CostRecorder(
            provider.GetRequiredService<ICostLedger>(),
            provider.GetRequiredService<IPriceCatalogueProvider>(),
            provider.GetRequiredService<Attributor>(),
            provider.GetRequiredService<ITokenCounter>(),
            provider.GetServices<ILedgerEntryObserver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<CostRecorder>>())
        {
            Gates = [.. provider.GetServices<IAttemptGate>()],
        });
        AddGuardrails(services, builder.Guardrails);
        AddBudgets(services, builder.Budgets);
        AddPrices(services, builder.Prices);
        return services;
    }

    // A client that routes, asked for while it is made what routing is, would ask for itself without end.
    private static RoutingOptions Routing(TokenFinOpsBuilder builder, IServiceProvider provider)
    {
        if (builder.RoutingOfServices.Count == 0)
        {
            return builder.Routing;
        }

        if (s_isMakingRouting)
        {
            throw new InvalidOperationException("ConfigureRouting asks the services for a client that routes itself; meter a judge's client with UseCostLedger instead of UseTokenFinOps.");
        }

        s_isMakingRouting = true;
        try
        {
            RoutingOptions options = builder.Routing.Copy();
            builder.RoutingOfServices.ForEach(configure => configure(options, provider));
            return options;
        }
        finally
        {
            s_isMakingRouting = false;
        }
    }

    private static void AddCache(IServiceCollection services, TokenFinOpsBuilder builder)
    {
        if (builder.Cache is not { } options)
        {
            return;
        }

        options.Validate(builder.CacheJudge is not null);
        services.AddSingleton(provider =>
        {
            options.Judge = builder.CacheJudge?.Invoke(provider) ?? options.Judge;
            return new SemanticCache(
                options, Metered(builder.CacheEmbedder?.Invoke(provider), provider), provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<SemanticCache>>(),
                provider.GetService<ISemanticCacheStore>());
        });

        // What embedding costs is taken off the savings, so it must be in the ledger; the SDK's own embedders cost nothing.
        static IEmbeddingGenerator<string, Embedding<float>>? Metered(IEmbeddingGenerator<string, Embedding<float>>? embedder, IServiceProvider provider) =>
            embedder is null || embedder.GetService(typeof(CostRecorder)) is not null
                || embedder.GetService(typeof(LexicalEmbeddingGenerator)) is not null || embedder.GetService(typeof(StaticTextEmbeddingGenerator)) is not null ? embedder
                : new MeteringEmbeddingGenerator(embedder, provider.GetRequiredService<CostRecorder>());
    }

    private static void AddCompression(IServiceCollection services, TokenFinOpsBuilder builder)
    {
        if (builder.Compression is not { } options)
        {
            return;
        }

        options.Validate();

        // A counter of its own: what a text counts as must not change while a tokenizer loads, or the same prompt would be shortened in two ways.
        services.AddSingleton(provider => new PromptCompressor(
            options, null, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<PromptCompressor>>()));
    }

    private static void AddLint(IServiceCollection services, TokenFinOpsBuilder builder)
    {
        if (builder.Lint is not { } options)
        {
            return;
        }

        options.Validate();
        services.AddSingleton(provider => new PromptLint(options, provider.GetRequiredService<ITokenCounter>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddCompaction(IServiceCollection services, TokenFinOpsBuilder builder)
    {
        if (builder.Compaction is not { } options)
        {
            return;
        }

        options.Validate();
        services.AddSingleton(provider =>
        {
            options.Summarizer = builder.Summarizer?.Invoke(provider) ?? options.Summarizer;
            return new ConversationCompactor(options, null, provider.GetService<ILogger<ConversationCompactor>>());
        });
    }

    private static void AddGuardrails(IServiceCollection services, GuardrailOptions options)
    {
        services.AddSingleton<IGuardrailObserver>(static provider => provider.GetRequiredService<LedgerTelemetry>());
        services.AddSingleton(provider => new RunawayGuard(
            options,
            new RunRegistry(options, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<WorstCaseEstimator>(),
            new TripReporter(provider.GetRequiredService<ICostLedger>(), provider.GetServices<IGuardrailObserver>(), options.OnTrip, LoggerOf(provider)),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf(provider)));
        services.AddSingleton<IAttemptGate>(static provider => provider.GetRequiredService<RunawayGuard>());
        services.AddSingleton<ICostPressure>(static provider => provider.GetRequiredService<RunawayGuard>());

        static ILogger LoggerOf(IServiceProvider provider) => provider.GetService<ILogger<RunawayGuard>>() ?? (ILogger)NullLogger.Instance;
    }

    private static void AddBudgets(IServiceCollection services, BudgetOptions options)
    {
        services.AddSingleton(static provider => new WorstCaseEstimator(
            provider.GetRequiredService<IPriceCatalogueProvider>(), provider.GetRequiredService<ITokenCounter>()));
        services.AddSingleton(static provider => new BudgetEventPump(
            provider.GetServices<IBudgetObserver>(), LoggerOf(provider)));
        services.AddSingleton(static provider => new BudgetMonitor(
            provider.GetRequiredService<BudgetEventPump>(), provider.GetRequiredService<TimeProvider>(), LoggerOf(provider)));
        services.TryAddSingleton<IBudgetStore>(static provider => new InMemoryBudgetStore(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BudgetBook(
            options, provider.GetRequiredService<IBudgetStore>(), provider.GetRequiredService<BudgetMonitor>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IBudgets>(static provider => provider.GetRequiredService<BudgetBook>());
        if (options.Budgets.Count == 0)
        {
            return;
        }

        services.AddSingleton<ICostPressure>(static provider => provider.GetRequiredService<BudgetBook>());
        services.AddSingleton(provider => new BudgetTelemetry(
            provider.GetRequiredService<BudgetBook>(), options, provider.GetRequiredService<TimeProvider>(), provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => GateOf(provider, options));
        services.AddSingleton(static provider => new BudgetCorrections(
            provider.GetRequiredService<ICostLedger>(),
            provider.GetRequiredService<BudgetBook>(),
            provider.GetRequiredService<BudgetGate>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf(provider)));
        services.AddSingleton<IAttemptGate>(static provider =>
        {
            // Nobody asks for these two, and they are wanted as soon as there are budgets.
            provider.GetRequiredService<BudgetTelemetry>();
            provider.GetRequiredService<BudgetCorrections>();
            return provider.GetRequiredService<BudgetGate>();
        });

    }

    private static BudgetGate GateOf(IServiceProvider provider, BudgetOptions options) => new(
        provider.GetRequiredService<BudgetBook>(),
        provider.GetRequiredService<IBudgetStore>(),
        options,
        provider.GetRequiredService<WorstCaseEstimator>(),
        provider.GetRequiredService<BudgetMonitor>(),
        provider.GetRequiredService<TimeProvider>(),
        LoggerOf(provider));

    private static ILogger LoggerOf(IServiceProvider provider) => provider.GetService<ILogger<BudgetBook>>() ?? (ILogger)NullLogger.Instance;

    private static void AddPrices(IServiceCollection services, PriceCatalogueRefreshOptions options)
    {
        services.AddSingleton(_ => new PriceCatalogueStore((options.Fallback ?? PriceCatalogue.Shipped).With(options.Overrides)));
        services.TryAddSingleton<IPriceCatalogueProvider>(static provider => provider.GetRequiredService<PriceCatalogueStore>());
        if (options.Sources.Count == 0)
        {
            return;
        }

        services.AddSingleton<IHostedService>(provider => new PriceCatalogueRefresher(
            provider.GetRequiredService<PriceCatalogueStore>(),
            options,
            provider.GetService<HttpClient>() ?? new HttpClient(),
            provider.GetService<ILogger<PriceCatalogueRefresher>>() ?? NullLogger<PriceCatalogueRefresher>.Instance,
            provider.GetRequiredService<TimeProvider>()));
    }
}
