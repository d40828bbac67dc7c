namespace TokenFinOps.Tokens;

/// <summary>Models that share a tokenizer, or whose tokenizers differ little.</summary>
public enum TokenizerFamily
{
    /// <summary>A tokenizer that nothing is known of. Estimated as dearer than most.</summary>
    Unknown,

    /// <summary>o200k_base: gpt-4o, gpt-4.1, gpt-4.5, gpt-5, gpt-oss and the o-series. Counted exactly.</summary>
    O200k,

    /// <summary>cl100k_base: gpt-4, gpt-4-turbo, gpt-3.5-turbo and the OpenAI embeddings. Counted exactly.</summary>
    Cl100k,

    /// <summary>A model at OpenAI or Azure whose name, such as that of a deployment, says nothing. Counted with o200k_base, with a bound for cl100k_base.</summary>
    OpenAi,

    /// <summary>Claude.</summary>
    Claude,

    /// <summary>Gemini and Gemma.</summary>
    Gemini,

    /// <summary>Llama 3 and later.</summary>
    Llama,

    /// <summary>Mistral, Mixtral, Codestral and their relatives.</summary>
    Mistral,

    /// <summary>Qwen and QwQ.</summary>
    Qwen,

    /// <summary>DeepSeek.</summary>
    DeepSeek,
}
