namespace TokenFinOps.Tokens;

/// <summary>Tells by its name which tokenizer a model has.</summary>
/// <remarks>
/// Names are searched, not compared: gateways put prefixes before them, clouds regions and versions around them, users their own words
/// (<c>azure/my-gpt-4o-prod</c>, <c>us.anthropic.claude-sonnet-4-5-v1:0</c>). Does not allocate.
/// </remarks>
internal static class ModelFamilies
{
    // A model made from another keeps that one's tokenizer: deepseek-r1-distill-llama-70b is a Llama. So the makers' own names come last.
    private static readonly (string Part, TokenizerFamily Family)[] ByPart =
    [
        ("claude", TokenizerFamily.Claude),
        ("gemini", TokenizerFamily.Gemini),
        ("gemma", TokenizerFamily.Gemini),
        ("llama", TokenizerFamily.Llama),
        ("qwen", TokenizerFamily.Qwen),
        ("qwq", TokenizerFamily.Qwen),
        ("mistral", TokenizerFamily.Mistral),
        ("mixtral", TokenizerFamily.Mistral),
        ("ministral", TokenizerFamily.Mistral),
        ("magistral", TokenizerFamily.Mistral),
        ("codestral", TokenizerFamily.Mistral),
        ("devstral", TokenizerFamily.Mistral),
        ("pixtral", TokenizerFamily.Mistral),
        ("deepseek", TokenizerFamily.DeepSeek),
        ("chatgpt", TokenizerFamily.O200k),
        ("codex", TokenizerFamily.O200k),
        ("computer-use", TokenizerFamily.O200k),
        ("text-embedding-3", TokenizerFamily.Cl100k),
        ("text-embedding-ada", TokenizerFamily.Cl100k),
    ];

    private static readonly (string Part, TokenizerFamily Family)[] ByProvider =
    [
        ("anthropic", TokenizerFamily.Claude),
        ("gemini", TokenizerFamily.Gemini),
        ("google", TokenizerFamily.Gemini),
        ("vertex", TokenizerFamily.Gemini),
        ("mistral", TokenizerFamily.Mistral),
        ("deepseek", TokenizerFamily.DeepSeek),
        ("openai", TokenizerFamily.OpenAi),
    ];

    /// <summary>Gets a model's family.</summary>
    /// <param name="model">The model's name, as a client, a gateway or a response gives it.</param>
    /// <param name="provider">The provider's name, asked when the model's says nothing.</param>
    /// <returns>The family, or <see cref="TokenizerFamily.Unknown"/>.</returns>
    public static TokenizerFamily Of(ReadOnlySpan<char> model, ReadOnlySpan<char> provider)
    {
        TokenizerFamily openAi = OpenAi(model);
        if (openAi != TokenizerFamily.Unknown)
        {
            return openAi;
        }

        // The maker's folder would hide what a model is: deepseek/..., but also mistral-ai/llama.
        TokenizerFamily family = Find(model[(model.LastIndexOf('/') + 1)..], ByPart);
        family = family == TokenizerFamily.Unknown ? Find(model, ByPart) : family;
        return family == TokenizerFamily.Unknown ? Find(provider, ByProvider) : family;
    }

    private static TokenizerFamily Find(ReadOnlySpan<char> name, (string Part, TokenizerFamily Family)[] parts)
    {
        foreach ((string part, TokenizerFamily family) in parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return family;
            }
        }

        return TokenizerFamily.Unknown;
    }

    private static TokenizerFamily OpenAi(ReadOnlySpan<char> model)
    {
        for (int index = 0; index < model.Length; index++)
        {
            if (index > 0 && char.IsLetterOrDigit(model[index - 1]))
            {
                continue;
            }

            ReadOnlySpan<char> rest = model[index..];
            TokenizerFamily family = rest.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) ? Gpt(rest["gpt-".Length..])
                : IsOSeries(rest) ? TokenizerFamily.O200k
                : TokenizerFamily.Unknown;
            if (family != TokenizerFamily.Unknown)
            {
                return family;
            }
        }

        return TokenizerFamily.Unknown;
    }

    private static TokenizerFamily Gpt(ReadOnlySpan<char> version) => version switch
    {
        ['3', ..] => TokenizerFamily.Cl100k,
        ['4'] or ['4', '-' or '_' or ':' or '@' or ' ', ..] => TokenizerFamily.Cl100k,
        [>= '4' and <= '9', ..] => TokenizerFamily.O200k,
        _ when version.StartsWith("oss", StringComparison.OrdinalIgnoreCase) => TokenizerFamily.O200k,
        _ when version.StartsWith("realtime", StringComparison.OrdinalIgnoreCase) => TokenizerFamily.O200k,
        _ when version.StartsWith("audio", StringComparison.OrdinalIgnoreCase) => TokenizerFamily.O200k,
        _ => TokenizerFamily.Unknown,
    };

    // o1, o3-mini, o4-mini-2025-04-16
    private static bool IsOSeries(ReadOnlySpan<char> name) =>
        name is ['o' or 'O', >= '1' and <= '9', ..] && (name.Length == 2 || !char.IsLetterOrDigit(name[2]));
}
