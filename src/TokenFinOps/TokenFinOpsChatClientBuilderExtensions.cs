using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Caching;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing;

namespace TokenFinOps;

/// <summary>Adds TokenFinOps to chat clients.</summary>
public static class TokenFinOpsChatClientBuilderExtensions
{
    [ThreadStatic]
    private static RoutingOptions? s_beingBuilt;

    /// <summary>Meters, prices and attributes every call, and with tiers sends it where it costs least. Add it after function invocation and caches, nearest to the provider.</summary>
    /// <param name="builder">The chat client's builder. Its service provider must have <c>AddTokenFinOps</c>.</param>
    /// <param name="configure">Changes how this client's calls are metered and priced. With tiers this is said of each deployment, in <c>AddTier</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the client is built.</exception>
    /// <exception cref="InvalidOperationException"><c>AddTokenFinOps</c> was not called, or there are tiers and metering is configured here; thrown when the client is built.</exception>
    public static ChatClientBuilder UseTokenFinOps(this ChatClientBuilder builder, Action<MeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            if (services.GetService<RoutingOptions>() is not { Tiers.Count: > 0 } routing)
            {
                return WithCache(WithLevers(Metered(inner, Registered(services), configure), services), services);
            }

            return configure is null
                ? WithCache(Tiered(inner, routing, services), services)
                : throw new InvalidOperationException("There are tiers, so say how calls are metered where a deployment is added: AddTier(…, configure: deployment => deployment.Metering…).");
        });
    }

    /// <summary>Sends every request to the cheapest deployment that is good enough for it, metered.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="configure">Adds tiers and policies; <see langword="null"/> for those that <c>AddTokenFinOps</c> registers.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the client is built.</exception>
    /// <exception cref="InvalidOperationException"><c>AddTokenFinOps</c> was not called; thrown when the client is built.</exception>
    public static ChatClientBuilder UseTiering(this ChatClientBuilder builder, Action<RoutingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            if (configure is null)
            {
                return Tiered(inner, services.GetRequiredService<RoutingOptions>(), services);
            }

            var options = new RoutingOptions();
            configure(options);
            return Tiered(inner, options, services);
        });
    }

    /// <summary>Answers from a semantic cache what has been answered before. Add it after function invocation, and before what routes, compresses and meters.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="cache">The cache; <see langword="null"/> for the one that <c>AddSemanticCache</c> registers.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no cache; thrown when the client is built.</exception>
    public static ChatClientBuilder UseSemanticCache(this ChatClientBuilder builder, SemanticCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new SemanticCacheChatClient(
            inner,
            cache ?? services.GetService<SemanticCache>() ?? throw new InvalidOperationException(
                "There is no semantic cache. Call AddTokenFinOps(finOps => finOps.AddSemanticCache()), or hand one to UseSemanticCache.")));
    }

    /// <summary>Makes a client whose calls say what the semantic cache may do: <c>client.WithCacheControl(CacheControl.Refresh).GetResponseAsync(…)</c>.</summary>
    /// <param name="client">A client with a semantic cache. Disposing the returned one disposes it too.</param>
    /// <param name="control">What the cache may do.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">The control is not valid.</exception>
    public static IChatClient WithCacheControl(this IChatClient client, CacheControl control)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(control);
        control.Validate();
        return new CacheControlChatClient(client, control);
    }

    /// <summary>Shortens prompts before they are sent. Add it after function invocation, and before what meters the calls.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="configure">Says how; <see langword="null"/> for what <c>AddPromptCompression</c> registers, or the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the client is built.</exception>
    public static ChatClientBuilder UsePromptCompression(this ChatClientBuilder builder, Action<PromptCompressionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            if (configure is null)
            {
                return Compressed(inner, services.GetService<PromptCompressor>(), services);
            }

            var options = new PromptCompressionOptions();
            configure(options);
            return Compressed(inner, new PromptCompressor(options, null, services.GetService<TimeProvider>(), services.GetService<ILogger<PromptCompressor>>()), services);
        });
    }

    /// <summary>Looks at the prompts that are sent, for the report of a <see cref="PromptLint"/>. Add it after function invocation, and before what compresses and meters.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="lint">What keeps what is seen; <see langword="null"/> for the one that <c>AddPromptLint</c> registers.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no prompt lint; thrown when the client is built.</exception>
    public static ChatClientBuilder UsePromptLint(this ChatClientBuilder builder, PromptLint? lint = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => Linted(
            inner,
            lint ?? services.GetService<PromptLint>() ?? throw new InvalidOperationException(
                "There is no prompt lint. Call AddTokenFinOps(finOps => finOps.AddPromptLint()), or hand one to UsePromptLint."),
            services));
    }

    /// <summary>Keeps long conversations within a number of tokens. Add it before <c>UseTokenFinOps</c>; after function invocation, so that long tool loops are compacted too.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="compactor">What compacts; <see langword="null"/> for the one that <c>AddConversationCompaction</c> registers.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no compactor; thrown when the client is built.</exception>
    public static ChatClientBuilder UseConversationCompaction(this ChatClientBuilder builder, ConversationCompactor? compactor = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new ConversationCompactionChatClient(
            inner,
            compactor ?? services.GetService<ConversationCompactor>() ?? throw new InvalidOperationException(
                "There is no conversation compactor. Call AddTokenFinOps(finOps => finOps.AddConversationCompaction()), or hand one to UseConversationCompaction."),
            services.GetService<TimeProvider>()));
    }

    /// <summary>Writes a ledger entry for every call.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="recorder">What prices and records the calls; <see langword="null"/> for the one that <c>AddTokenFinOps</c> registers.</param>
    /// <param name="configure">Changes how this client's calls are metered and priced.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the client is built.</exception>
    /// <exception cref="InvalidOperationException">There is no recorder; thrown when the client is built.</exception>
    public static ChatClientBuilder UseCostLedger(this ChatClientBuilder builder, CostRecorder? recorder = null, Action<MeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => Metered(inner, recorder ?? Registered(services), configure));
    }

    /// <summary>
    /// Captures the attribution when a call is made and holds it until its last streamed update. Add it first, outermost, when streams may be read after their scope has closed.
    /// </summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="tags">Tags of every call through this client; they win over those of the open scope.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the whole set is too long.</exception>
    public static ChatClientBuilder UseAttribution(this ChatClientBuilder builder, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TagSet set = TagSet.Of(tags);
        return builder.Use(inner => new AttributionChatClient(inner, set));
    }

    /// <summary>Makes a client whose calls carry further tags, for tagging a single call: <c>client.WithTags(("feature", "search")).GetResponseAsync(…)</c>.</summary>
    /// <param name="client">The client. Disposing the returned one disposes it too.</param>
    /// <param name="tags">The tags; they win over those of the open scope.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the whole set is too long.</exception>
    public static IChatClient WithTags(this IChatClient client, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new AttributionChatClient(client, TagSet.Of(tags));
    }

    // A singleton of the services that is asked for while it is being made is waited for without end.
    private static TieringChatClient Tiered(IChatClient inner, RoutingOptions options, IServiceProvider services)
    {
        RoutingOptions? outer = s_beingBuilt;
        if (ReferenceEquals(outer, options))
        {
            throw new InvalidOperationException(
                "A deployment asks the services for the client that routes to it. Register the provider's client under a key, AddKeyedChatClient(\"provider\", …), and ask for that.");
        }

        s_beingBuilt = options;
        try
        {
            return new TieringChatClient(
                inner, options, Registered(services), services, services.GetService<TimeProvider>(), services.GetService<ILogger<TieringChatClient>>());
        }
        finally
        {
            s_beingBuilt = outer;
        }
    }

    private static MeteringChatClient Metered(IChatClient inner, CostRecorder recorder, Action<MeteringOptions>? configure)
    {
        var options = new MeteringOptions();
        configure?.Invoke(options);
        return new MeteringChatClient(inner, recorder, options);
    }

    // The cache is outermost: what is answered from it is neither routed nor metered.
    private static IChatClient WithCache(IChatClient inner, IServiceProvider services) =>
        services.GetService<SemanticCache>() is { } cache ? new SemanticCacheChatClient(inner, cache) : inner;

    /// <summary>Puts around a deployment what sees every request to it: the compressor, and around that what looks at prompts as the application writes them.</summary>
    internal static IChatClient WithLevers(IChatClient deployment, IServiceProvider services)
    {
        IChatClient client = services.GetService<PromptCompressor>() is { } compressor ? Compressed(deployment, compressor, services) : deployment;
        return services.GetService<PromptLint>() is { } lint ? Linted(client, lint, services) : client;
    }

    private static PromptLintChatClient Linted(IChatClient inner, PromptLint lint, IServiceProvider services) =>
        new(inner, lint, services.GetService<ILogger<PromptLintChatClient>>());

    private static PromptCompressionChatClient Compressed(IChatClient inner, PromptCompressor? compressor, IServiceProvider services) =>
        new(inner, compressor, services.GetService<TimeProvider>(), services.GetService<ILogger<PromptCompressionChatClient>>());

    internal static CostRecorder Registered(IServiceProvider services) =>
        services.GetService<CostRecorder>()
        ?? throw new InvalidOperationException("There is no cost recorder. Call services.AddTokenFinOps() first and build the client with that service provider, or pass a CostRecorder to UseCostLedger.");
}
