using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Google's format, of the Gemini API and of Vertex AI. Thoughts are counted beside the candidates, tool results beside the prompt; both are added up.</summary>
internal static class GoogleMaps
{
    private static readonly (string Name, UsageKind Input, UsageKind Output, UsageKind CacheRead, UsageKind Tool)[] Modalities =
    [
        ("TEXT", UsageKind.InputTextTokens, UsageKind.OutputTextTokens, UsageKind.CacheTextReadTokens, UsageKind.InputTextToolTokens),
        ("AUDIO", UsageKind.InputAudioTokens, UsageKind.OutputAudioTokens, UsageKind.CacheAudioReadTokens, UsageKind.InputAudioToolTokens),
        ("IMAGE", UsageKind.InputImageTokens, UsageKind.OutputImageTokens, UsageKind.CacheImageReadTokens, UsageKind.InputImageToolTokens),
        ("DOCUMENT", UsageKind.InputImageTokens, UsageKind.OutputImageTokens, UsageKind.CacheImageReadTokens, UsageKind.InputImageToolTokens),
        ("VIDEO", UsageKind.InputVideoTokens, UsageKind.OutputVideoTokens, UsageKind.CacheVideoReadTokens, UsageKind.InputVideoToolTokens),
    ];

    public static ExtractionMap GenerateContent(string flavor) => new(
        flavor,
        "usageMetadata",
        [
            Optional("promptTokenCount", UsageKind.InputTokens),
            Optional("toolUsePromptTokenCount", UsageKind.InputTokens),
            Optional("toolUsePromptTokenCount", UsageKind.InputToolTokens),
            Optional("cachedContentTokenCount", UsageKind.CacheReadTokens),
            Optional("candidatesTokenCount", UsageKind.OutputTokens),
            Optional("thoughtsTokenCount", UsageKind.OutputTokens),
            Optional("thoughtsTokenCount", UsageKind.OutputReasoningTokens),
            .. Modalities.SelectMany(static modality => OfModality(modality.Name, modality.Input, modality.Output, modality.CacheRead, modality.Tool)),
        ])
    {
        Model = "modelVersion",
    };

    private static UsageMapping[] OfModality(string name, UsageKind input, UsageKind output, UsageKind cacheRead, UsageKind tool) =>
    [
        Optional($"promptTokensDetails[modality={name}].tokenCount", input),
        Optional($"toolUsePromptTokensDetails[modality={name}].tokenCount", input),
        Optional($"toolUsePromptTokensDetails[modality={name}].tokenCount", tool),
        Optional($"cacheTokensDetails[modality={name}].tokenCount", cacheRead),
        Optional($"candidatesTokensDetails[modality={name}].tokenCount", output),
    ];
}
