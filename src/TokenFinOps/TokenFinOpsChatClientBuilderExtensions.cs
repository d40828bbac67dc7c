using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps;

/// <summary>Adds TokenFinOps to chat clients.</summary>
public static class TokenFinOpsChatClientBuilderExtensions
{
    /// <summary>Meters, prices and attributes every call. Add it after function invocation and caches, nearest to the provider.</summary>
    /// <param name="builder">The chat client's builder. Its service provider must have <c>AddTokenFinOps</c>.</param>
    /// <param name="configure">Changes how this client's calls are metered and priced.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the client is built.</exception>
    /// <exception cref="InvalidOperationException"><c>AddTokenFinOps</c> was not called; thrown when the client is built.</exception>
    public static ChatClientBuilder UseTokenFinOps(this ChatClientBuilder builder, Action<MeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseCostLedger(null, configure);
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
        return builder.Use((inner, services) =>
        {
            var options = new MeteringOptions();
            configure?.Invoke(options);
            return new MeteringChatClient(inner, recorder ?? Registered(services), options);
        });
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

    internal static CostRecorder Registered(IServiceProvider services) =>
        services.GetService<CostRecorder>()
        ?? throw new InvalidOperationException("There is no cost recorder. Call services.AddTokenFinOps() first and build the client with that service provider, or pass a CostRecorder to UseCostLedger.");
}
