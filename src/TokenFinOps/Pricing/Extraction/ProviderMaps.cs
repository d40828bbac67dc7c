using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Says which API flavours a provider answers in.</summary>
/// <remarks>Facts from the extractors of genai-prices (MIT, pydantic/genai-prices 47df840, 2026-08-21) unless a comment says otherwise.</remarks>
internal static class ProviderMaps
{
    /// <summary>The name of the flavour that a provider answers in when it has one format only.</summary>
    public const string DefaultFlavor = "default";

    private static readonly FrozenDictionary<string, ImmutableArray<ExtractionMap>> ById = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gets the flavours that any body may be read as.</summary>
    public static ImmutableArray<ExtractionMap> Generic { get; } =
    [
        OpenAiMaps.Chat("chat"),
        OpenAiMaps.Responses,
        OpenAiMaps.Embeddings,
        OpenAiMaps.Images,
        OpenAiMaps.Realtime,
        OpenAiMaps.ResponsesEvent,
        OpenAiMaps.TotalOnly,
        AnthropicMaps.Messages("anthropic"),
        AnthropicMaps.MessageStart,
        GoogleMaps.GenerateContent("google"),
        BedrockMaps.Converse("converse"),
        CohereMaps.Chat("cohere"),
        OllamaMaps.Generate("ollama"),
    ];

    /// <summary>Gets a provider's own flavours; none for a provider that is unknown.</summary>
    public static ImmutableArray<ExtractionMap> Of(string id) => ById.GetValueOrDefault(id, []);

    private static Dictionary<string, ImmutableArray<ExtractionMap>> All() => new()
    {
        ["anthropic"] = [AnthropicMaps.Messages(DefaultFlavor), AnthropicMaps.OpenAiCompatible, AnthropicMaps.MessageStart],
        ["avian"] = [OpenAiMaps.Chat("chat"), OpenAiMaps.Embeddings],
        ["aws"] = [BedrockMaps.Converse(DefaultFlavor), AnthropicMaps.WithoutLifetimes("anthropic"), AnthropicMaps.Messages("messages")],
        ["azure"] =
        [
            OpenAiMaps.ChatWithoutCacheWrites,
            OpenAiMaps.ResponsesWithoutCacheWrites,
            OpenAiMaps.Embeddings,
            AnthropicMaps.WithoutLifetimes("anthropic"),
            AnthropicMaps.Messages("messages"),
        ],
        ["cerebras"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Reasoning)],
        ["cohere"] = [CohereMaps.Chat(DefaultFlavor), CohereMaps.Tokens, CohereMaps.Embeddings],
        ["deepseek"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.AudioOut, OpenAiMaps.Reasoning)],
        ["doubleword"] =
        [
            OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.CacheWritten, OpenAiMaps.Reasoning),
            OpenAiMaps.ResponsesOf(OpenAiMaps.ResponsesCached),
            OpenAiMaps.Embeddings,
        ],
        ["fireworks"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.AudioOut, OpenAiMaps.Reasoning)],
        ["google"] =
        [
            GoogleMaps.GenerateContent(DefaultFlavor),
            AnthropicMaps.WithoutLifetimes("anthropic"),
            OpenAiMaps.ChatWithoutCacheWrites,
            AnthropicMaps.Messages("messages"),
        ],
        ["groq"] = [OpenAiMaps.ChatWithoutCacheWrites with { Flavor = DefaultFlavor }, OpenAiMaps.GroqStream],
        ["huggingface"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_cerebras"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_fireworks-ai"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_groq"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_hyperbolic"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_nebius"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_novita"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_nscale"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_ovhcloud"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_publicai"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_sambanova"] = [OpenAiMaps.Chat("chat")],
        ["huggingface_together"] = [OpenAiMaps.Chat("chat")],
        ["minimax"] =
        [
            AnthropicMaps.WithoutLifetimes(DefaultFlavor),
            OpenAiMaps.ResponsesOf(OpenAiMaps.ResponsesCached),
            OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.Reasoning),
        ],
        ["mistral"] = [OpenAiMaps.ChatOf(DefaultFlavor, OpenAiMaps.Cached, OpenAiMaps.Reasoning)],
        ["modal"] =
        [
            OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.CacheWritten, UsageMapping.Optional("reasoning_tokens", UsageKind.OutputReasoningTokens)),
            OpenAiMaps.Responses,
        ],
        ["moonshotai"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.Reasoning)],
        ["novita"] = [OpenAiMaps.Chat("chat"), OpenAiMaps.Embeddings],
        ["ollama"] = [OllamaMaps.Generate(DefaultFlavor)],
        ["openai"] = [OpenAiMaps.Chat("chat"), OpenAiMaps.Responses, OpenAiMaps.Realtime, OpenAiMaps.Images, OpenAiMaps.Embeddings, OpenAiMaps.ResponsesEvent],
        ["openrouter"] = [OpenAiMaps.Chat("chat")],
        ["ovhcloud"] = [OpenAiMaps.Chat("chat")],
        ["perplexity"] = [OpenAiMaps.Perplexity],
        ["together"] = [OpenAiMaps.Chat("chat"), OpenAiMaps.Embeddings],
        ["voyageai"] = [OpenAiMaps.TotalOnly],
        ["x-ai"] = [OpenAiMaps.XaiSdk, OpenAiMaps.XaiChat],
        ["zai"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.Reasoning)],
        ["zhipuai"] = [OpenAiMaps.ChatOf("chat", OpenAiMaps.Cached, OpenAiMaps.Reasoning)],
    };
}
