using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching.Partitions;

/// <summary>Adds the options of a call to a partition's key: all that shapes the answer.</summary>
internal static class OptionsKey
{
    public static CacheBypass TryAdd(ChatOptions? options, SemanticCacheOptions settings, PartitionHasher hasher)
    {
        if (options is null)
        {
            hasher.Add(0);
            return CacheBypass.None;
        }

        if (options.ConversationId is not null || options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            return CacheBypass.StatefulConversation;
        }

        // A derived type, or a request made by hand, may say what nobody else can read.
        if (options.RawRepresentationFactory is not null || options.GetType() != typeof(ChatOptions))
        {
            return CacheBypass.OpaqueOptions;
        }

        if (options.Temperature > settings.MaximumTemperature)
        {
            return CacheBypass.MustVary;
        }

        hasher.Add(1);
        AddSampling(options, hasher);
        AddFormat(options, hasher);
        return TryAddTools(options, settings, hasher) is var tools and not CacheBypass.None ? tools
            : hasher.TryAdd(options.AdditionalProperties) ? CacheBypass.None
            : CacheBypass.OpaqueOptions;
    }

    private static void AddSampling(ChatOptions options, PartitionHasher hasher)
    {
        hasher.Add(options.Temperature);
        hasher.Add(options.TopP);
        hasher.Add((long?)options.TopK);
        hasher.Add(options.FrequencyPenalty);
        hasher.Add(options.PresencePenalty);
        hasher.Add(options.Seed);
        hasher.Add((long?)options.MaxOutputTokens);
        hasher.Add((long?)options.Reasoning?.Effort);
        hasher.Add((long?)options.Reasoning?.Output);
        hasher.Add(options.StopSequences?.Count ?? 0);
        foreach (string stop in options.StopSequences ?? [])
        {
            hasher.Add(stop);
        }
    }

    private static void AddFormat(ChatOptions options, PartitionHasher hasher)
    {
        hasher.Add(options.Instructions);
        hasher.Add(options.ResponseFormat?.GetType().Name);
        if (options.ResponseFormat is ChatResponseFormatJson json)
        {
            hasher.Add(json.SchemaName);
            hasher.Add(json.SchemaDescription);
            hasher.Add(json.Schema?.GetRawText());
        }
    }

    private static CacheBypass TryAddTools(ChatOptions options, SemanticCacheOptions settings, PartitionHasher hasher)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            hasher.Add(0);
            return CacheBypass.None;
        }

        if (!settings.CacheWithTools)
        {
            return CacheBypass.Tools;
        }

        hasher.Add(tools.Count);
        hasher.Add(options.AllowMultipleToolCalls);
        hasher.Add(options.ToolMode?.GetType().Name);
        hasher.Add((options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName);
        foreach (AITool tool in tools)
        {
            if (tool is not AIFunctionDeclaration function)
            {
                return CacheBypass.Tools;
            }

            hasher.Add(function.Name);
            hasher.Add(function.Description);
            hasher.Add(function.JsonSchema.GetRawText());
        }

        return CacheBypass.None;
    }
}
