namespace TokenFinOps.Tokens.Overheads;

/// <summary>Chooses the rules for a model.</summary>
internal static class OverheadRuleSets
{
    // Images were scaled further down before these.
    private static readonly string[] HighResolutionClaudes =
        ["opus-4-7", "opus-4.7", "opus-4-8", "opus-4.8", "opus-4-9", "opus-4.9", "opus-5", "sonnet-5", "haiku-5", "claude-5"];

    /// <summary>Gets the rules.</summary>
    public static OverheadRules For(TokenizerFamily family, string model) => family switch
    {
        TokenizerFamily.Cl100k => new OpenAiRules(model, isFormatPublished: true),
        TokenizerFamily.O200k => new OpenAiRules(model, isFormatPublished: model.Contains("gpt-4o", StringComparison.OrdinalIgnoreCase)),
        TokenizerFamily.OpenAi => new OpenAiRules(model, isFormatPublished: false),
        TokenizerFamily.Claude => new AnthropicRules(HighResolutionClaudes.Any(part => model.Contains(part, StringComparison.OrdinalIgnoreCase))),
        TokenizerFamily.Gemini => new GeminiRules(IsGemini3OrLater(model)),
        _ => new TemplateRules(),
    };

    private static bool IsGemini3OrLater(string model)
    {
        int name = model.IndexOf("gemini-", StringComparison.OrdinalIgnoreCase);
        return name >= 0 && model.AsSpan(name + "gemini-".Length) is [>= '3' and <= '9', ..];
    }
}
