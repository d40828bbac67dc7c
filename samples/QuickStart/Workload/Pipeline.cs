using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using TokenFinOps;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Audits;
using TokenFinOps.Embeddings;
using TokenFinOps.Sqlite;

namespace QuickStart.Workload;

/// <summary>The application's clients: the official OpenAI package behind Microsoft.Extensions.AI, with TokenFinOps next to the provider.</summary>
internal static class Pipeline
{
    /// <summary>Builds the services.</summary>
    /// <param name="endpoint">The base address of the server, e.g. <c>https://api.openai.com/v1</c>.</param>
    /// <param name="apiKey">Its key.</param>
    /// <param name="models">The models to ask for.</param>
    /// <param name="provider">
    /// Who sends the bill. A private address has no vendor's prices unless the vendor is named, which is right for a server of one's own and wrong for a proxy;
    /// <see langword="null"/> to go by the address.
    /// </param>
    /// <param name="ledgerFile">The SQLite file that the ledger is kept in; <see langword="null"/> keeps it in memory.</param>
    /// <param name="hasCache">Whether questions that were answered before are answered from a semantic cache.</param>
    public static ServiceProvider Build(Uri endpoint, string apiKey, ModelChoice models, string? provider, string? ledgerFile = null, bool hasCache = false)
    {
        var openAI = new OpenAIClient(new ApiKeyCredential(apiKey), new OpenAIClientOptions { Endpoint = endpoint });
        var services = new ServiceCollection();

        services.AddTokenFinOps(finops =>
        {
            _ = ledgerFile is null ? finops : finops.UseSqlite($"Data Source={ledgerFile}");
            _ = hasCache ? finops.AddSemanticCache(ConfigureCache) : finops;
        });
        services.AddChatClient(openAI.GetChatClient(models.Standard).AsIChatClient())
            .UseFunctionInvocation()
            .UseTokenFinOps(metering => metering.Provider = provider);
        services.AddEmbeddingGenerator(openAI.GetEmbeddingClient(models.Embedding ?? models.Standard).AsIEmbeddingGenerator())
            .UseTokenFinOps(configure: metering => metering.Provider = provider);

        return services.BuildServiceProvider();
    }

    // Answers of this shop are the same for all its customers. The loopback server answers from facts, word for word, so that answers can be compared by their words; with a model
    // that writes freely a ModelAnswerJudge compares them.
    private static void ConfigureCache(SemanticCacheOptions cache)
    {
        cache.PartitionTags = new HashSet<string> { "team", "feature" };
        cache.Acceptance = new StaticThresholdPolicy(EmbedderCalibration.LexicalThreshold) { AuditShare = 0.5 };
        cache.Judge = new ExactAnswerJudge();
    }
}
