using System.Collections.Frozen;

namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>The names that clients, OpenTelemetry, LiteLLM and models.dev give to providers, and the catalogue's ids for them.</summary>
internal static class ProviderNames
{
    private static readonly FrozenDictionary<string, string> Ids = new Dictionary<string, string[]>
    {
        ["openai"] = ["open-ai", "text-completion-openai", "openai-responses", "openai-chat"],
        ["azure"] = ["azure-ai-openai", "azure-ai-inference", "az-ai-openai", "az-ai-inference", "azure-openai", "azureopenai", "azure-ai", "azureai", "azure-text",
            "azure-cognitive-services", "azure-ai-foundry", "azure-foundry", "microsoft-foundry", "azure-openai-responses"],
        ["anthropic"] = ["claude"],
        ["aws"] = ["aws-bedrock", "bedrock", "bedrock-converse", "amazon-bedrock", "amazon", "bedrock-mantle"],
        ["google"] = ["gcp-gemini", "gcp-vertex-ai", "gcp-gen-ai", "gcp-vertexai", "vertex-ai", "vertexai", "vertex", "gemini", "google-gemini", "google-genai", "google-ai", "googleai",
            "google-ai-studio", "google-vertex", "google-vertex-anthropic", "google-vertexai", "palm"],
        ["mistral"] = ["mistral-ai", "mistralai"],
        ["x-ai"] = ["xai", "grok"],
        ["cohere"] = ["cohere-chat"],
        ["deepseek"] = ["deep-seek", "deepseek-ai"],
        ["together"] = ["together-ai", "togetherai"],
        ["fireworks"] = ["fireworks-ai", "fireworksai", "fireworks-ai-embedding-models"],
        ["moonshotai"] = ["moonshot", "moonshot-ai", "kimi"],
        ["voyageai"] = ["voyage", "voyage-ai"],
        ["novita"] = ["novita-ai"],
        ["perplexity"] = ["perplexity-ai", "perplexityai"],
        ["zhipuai"] = ["zhipu", "zhipu-ai", "bigmodel"],
        ["zai"] = ["z-ai", "zai-org"],
        ["openrouter"] = ["open-router"],
        ["nebius"] = ["nebius-ai"],
    }.SelectMany(static entry => entry.Value.Select(name => KeyValuePair.Create(name, entry.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SelfHosted = (
        "ollama vllm hosted-vllm lm-studio lmstudio llamacpp llama-cpp llama-server llamafile llama-sharp llamasharp localai local-ai local localhost self-hosted selfhosted tgi "
        + "text-generation-inference sglang onnx onnxruntime onnxruntime-genai foundry-local gpustack xinference koboldcpp tabbyapi mlx lemonade docker docker-model-runner "
        + "jan gpt4all tensorrt-llm triton").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Gateways = (
        "litellm litellm-proxy portkey helicone kong cloudflare cloudflare-ai-gateway vercel vercel-ai-gateway bifrost tensorzero langdb unify requesty llmgateway gateway unknown")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the id that the catalogues' names of a provider are brought to, so that prices from several sources meet.</summary>
    public static string Canonical(string name)
    {
        string key = Key(name);
        if (key.StartsWith("vertex-ai-", StringComparison.Ordinal))
        {
            return "google";
        }

        return Ids.GetValueOrDefault(key) ?? key;
    }

    /// <summary>Finds out whether a provider is the user's own machine, where no vendor's price applies.</summary>
    public static bool IsSelfHosted(string name) => SelfHosted.Contains(Key(name));

    /// <summary>Finds out whether a name says only that something stands in between, so that the model's name has to tell the provider.</summary>
    public static bool IsGateway(string name) => Gateways.Contains(Key(name));

    private static string Key(string name) => name.Trim().ToLowerInvariant().Replace('.', '-').Replace('_', '-').Replace(' ', '-');
}
