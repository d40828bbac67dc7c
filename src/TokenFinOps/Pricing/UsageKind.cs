namespace TokenFinOps.Pricing;

/// <summary>What a provider counts and bills: tokens by direction, modality and cache state, and counted work such as searches.</summary>
/// <remarks>
/// <para>
/// The kinds form a lattice. A kind that is "part of" another is contained in that one's count, as
/// <c>Microsoft.Extensions.AI.UsageDetails</c> defines it: <see cref="CacheReadTokens"/> are counted within <see cref="InputTokens"/>,
/// <see cref="OutputReasoningTokens"/> within <see cref="OutputTokens"/>. The unit names follow the genai-prices v2 unit registry.
/// </para>
/// <para>A part always has a higher number than its wholes; the numbers are stable.</para>
/// </remarks>
public enum UsageKind
{
    /// <summary>Calls of the provider; one per attempt unless the provider reports another number.</summary>
    Requests = 0,

    /// <summary>Tokens sent: the inclusive total of all input tokens, cached or not, of every modality.</summary>
    InputTokens = 1,

    /// <summary>Tokens received: the inclusive total of all output tokens, reasoning included.</summary>
    OutputTokens = 2,

    /// <summary>Characters sent, for models that bill text by length.</summary>
    InputCharacters = 3,

    /// <summary>Characters received or spoken, for models that bill text by length.</summary>
    OutputCharacters = 4,

    /// <summary>Text messages sent, for models that bill by the message.</summary>
    InputTextMessages = 5,

    /// <summary>Seconds of audio, in and out: the inclusive total.</summary>
    AudioSeconds = 6,

    /// <summary>Pixels of the images sent.</summary>
    InputPixels = 7,

    /// <summary>Pages of the documents sent.</summary>
    InputDocumentPages = 8,

    /// <summary>Rerank queries.</summary>
    RerankSearches = 9,

    /// <summary>Web searches that the provider ran.</summary>
    WebSearches = 10,

    /// <summary>Searches of a social network that the provider ran.</summary>
    SocialSearches = 11,

    /// <summary>Searches of stored files that the provider ran.</summary>
    StorageSearches = 12,

    /// <summary>Code executions that the provider ran.</summary>
    CodeExecutions = 13,

    /// <summary>Images sent, for models that bill by the image.</summary>
    InputImages = 14,

    /// <summary>Images made, for models that bill by the image.</summary>
    OutputImages = 15,

    /// <summary>Seconds of video made.</summary>
    OutputVideoSeconds = 16,

    /// <summary>Seconds of audio sent; part of <see cref="AudioSeconds"/>.</summary>
    InputAudioSeconds = 17,

    /// <summary>Seconds of audio received; part of <see cref="AudioSeconds"/>.</summary>
    OutputAudioSeconds = 18,

    /// <summary>Document pages with annotations; part of <see cref="InputDocumentPages"/>.</summary>
    InputAnnotatedDocumentPages = 19,

    /// <summary>Input tokens read from the provider's prompt cache; part of <see cref="InputTokens"/>.</summary>
    CacheReadTokens = 20,

    /// <summary>Input tokens written to the provider's prompt cache, whatever their lifetime; part of <see cref="InputTokens"/>.</summary>
    CacheWriteTokens = 21,

    /// <summary>Input tokens of tool results that the provider fetched itself; part of <see cref="InputTokens"/>.</summary>
    InputToolTokens = 22,

    /// <summary>Text tokens sent; part of <see cref="InputTokens"/>.</summary>
    InputTextTokens = 23,

    /// <summary>Audio tokens sent; part of <see cref="InputTokens"/>.</summary>
    InputAudioTokens = 24,

    /// <summary>Image tokens sent; part of <see cref="InputTokens"/>.</summary>
    InputImageTokens = 25,

    /// <summary>Video tokens sent; part of <see cref="InputTokens"/>.</summary>
    InputVideoTokens = 26,

    /// <summary>Reasoning tokens; part of <see cref="OutputTokens"/>.</summary>
    OutputReasoningTokens = 27,

    /// <summary>Citation tokens; part of <see cref="OutputTokens"/>.</summary>
    OutputCitationTokens = 28,

    /// <summary>Text tokens received; part of <see cref="OutputTokens"/>.</summary>
    OutputTextTokens = 29,

    /// <summary>Audio tokens received; part of <see cref="OutputTokens"/>.</summary>
    OutputAudioTokens = 30,

    /// <summary>Image tokens received; part of <see cref="OutputTokens"/>.</summary>
    OutputImageTokens = 31,

    /// <summary>Video tokens received; part of <see cref="OutputTokens"/>.</summary>
    OutputVideoTokens = 32,

    /// <summary>Tokens written to the prompt cache for five minutes; part of <see cref="CacheWriteTokens"/>.</summary>
    CacheWrite5mTokens = 33,

    /// <summary>Tokens written to the prompt cache for one hour; part of <see cref="CacheWriteTokens"/>.</summary>
    CacheWrite1hTokens = 34,

    /// <summary>Text tokens read from the prompt cache; the overlap of <see cref="CacheReadTokens"/> and <see cref="InputTextTokens"/>.</summary>
    CacheTextReadTokens = 35,

    /// <summary>Audio tokens read from the prompt cache; the overlap of <see cref="CacheReadTokens"/> and <see cref="InputAudioTokens"/>.</summary>
    CacheAudioReadTokens = 36,

    /// <summary>Image tokens read from the prompt cache; the overlap of <see cref="CacheReadTokens"/> and <see cref="InputImageTokens"/>.</summary>
    CacheImageReadTokens = 37,

    /// <summary>Video tokens read from the prompt cache; the overlap of <see cref="CacheReadTokens"/> and <see cref="InputVideoTokens"/>.</summary>
    CacheVideoReadTokens = 38,

    /// <summary>Text tokens written to the prompt cache; the overlap of <see cref="CacheWriteTokens"/> and <see cref="InputTextTokens"/>.</summary>
    CacheTextWriteTokens = 39,

    /// <summary>Audio tokens written to the prompt cache; the overlap of <see cref="CacheWriteTokens"/> and <see cref="InputAudioTokens"/>.</summary>
    CacheAudioWriteTokens = 40,

    /// <summary>Image tokens written to the prompt cache; the overlap of <see cref="CacheWriteTokens"/> and <see cref="InputImageTokens"/>.</summary>
    CacheImageWriteTokens = 41,

    /// <summary>Video tokens written to the prompt cache; the overlap of <see cref="CacheWriteTokens"/> and <see cref="InputVideoTokens"/>.</summary>
    CacheVideoWriteTokens = 42,

    /// <summary>Text tokens of provider-side tool results; the overlap of <see cref="InputToolTokens"/> and <see cref="InputTextTokens"/>.</summary>
    InputTextToolTokens = 43,

    /// <summary>Audio tokens of provider-side tool results; the overlap of <see cref="InputToolTokens"/> and <see cref="InputAudioTokens"/>.</summary>
    InputAudioToolTokens = 44,

    /// <summary>Image tokens of provider-side tool results; the overlap of <see cref="InputToolTokens"/> and <see cref="InputImageTokens"/>.</summary>
    InputImageToolTokens = 45,

    /// <summary>Video tokens of provider-side tool results; the overlap of <see cref="InputToolTokens"/> and <see cref="InputVideoTokens"/>.</summary>
    InputVideoToolTokens = 46,

    /// <summary>Text reasoning tokens; the overlap of <see cref="OutputReasoningTokens"/> and <see cref="OutputTextTokens"/>.</summary>
    OutputTextReasoningTokens = 47,

    /// <summary>Audio reasoning tokens; the overlap of <see cref="OutputReasoningTokens"/> and <see cref="OutputAudioTokens"/>.</summary>
    OutputAudioReasoningTokens = 48,

    /// <summary>Image reasoning tokens; the overlap of <see cref="OutputReasoningTokens"/> and <see cref="OutputImageTokens"/>.</summary>
    OutputImageReasoningTokens = 49,

    /// <summary>Video reasoning tokens; the overlap of <see cref="OutputReasoningTokens"/> and <see cref="OutputVideoTokens"/>.</summary>
    OutputVideoReasoningTokens = 50,

    /// <summary>Text citation tokens; the overlap of <see cref="OutputCitationTokens"/> and <see cref="OutputTextTokens"/>.</summary>
    OutputTextCitationTokens = 51,

    /// <summary>Audio citation tokens; the overlap of <see cref="OutputCitationTokens"/> and <see cref="OutputAudioTokens"/>.</summary>
    OutputAudioCitationTokens = 52,

    /// <summary>Image citation tokens; the overlap of <see cref="OutputCitationTokens"/> and <see cref="OutputImageTokens"/>.</summary>
    OutputImageCitationTokens = 53,

    /// <summary>Video citation tokens; the overlap of <see cref="OutputCitationTokens"/> and <see cref="OutputVideoTokens"/>.</summary>
    OutputVideoCitationTokens = 54,

    /// <summary>Text tokens written to the prompt cache for five minutes; part of <see cref="CacheTextWriteTokens"/> and <see cref="CacheWrite5mTokens"/>.</summary>
    CacheTextWrite5mTokens = 55,

    /// <summary>Audio tokens written to the prompt cache for five minutes; part of <see cref="CacheAudioWriteTokens"/> and <see cref="CacheWrite5mTokens"/>.</summary>
    CacheAudioWrite5mTokens = 56,

    /// <summary>Image tokens written to the prompt cache for five minutes; part of <see cref="CacheImageWriteTokens"/> and <see cref="CacheWrite5mTokens"/>.</summary>
    CacheImageWrite5mTokens = 57,

    /// <summary>Video tokens written to the prompt cache for five minutes; part of <see cref="CacheVideoWriteTokens"/> and <see cref="CacheWrite5mTokens"/>.</summary>
    CacheVideoWrite5mTokens = 58,

    /// <summary>Text tokens written to the prompt cache for one hour; part of <see cref="CacheTextWriteTokens"/> and <see cref="CacheWrite1hTokens"/>.</summary>
    CacheTextWrite1hTokens = 59,

    /// <summary>Audio tokens written to the prompt cache for one hour; part of <see cref="CacheAudioWriteTokens"/> and <see cref="CacheWrite1hTokens"/>.</summary>
    CacheAudioWrite1hTokens = 60,

    /// <summary>Image tokens written to the prompt cache for one hour; part of <see cref="CacheImageWriteTokens"/> and <see cref="CacheWrite1hTokens"/>.</summary>
    CacheImageWrite1hTokens = 61,

    /// <summary>Video tokens written to the prompt cache for one hour; part of <see cref="CacheVideoWriteTokens"/> and <see cref="CacheWrite1hTokens"/>.</summary>
    CacheVideoWrite1hTokens = 62,
}
