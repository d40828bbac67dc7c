namespace TokenFinOps.Caching;

/// <summary>Why the semantic cache stays out of a request, or does not keep an answer.</summary>
public enum CacheBypass : byte
{
    /// <summary>It does not: the request was looked up, the answer kept.</summary>
    None,

    /// <summary>The caller asked for no cache.</summary>
    NotWanted,

    /// <summary>The last message is not a person's.</summary>
    NotFromUser,

    /// <summary>The last message has something other than text, or no text.</summary>
    NotText,

    /// <summary>An earlier message has a content that cannot be compared.</summary>
    OpaqueContent,

    /// <summary>Tools are offered, and <see cref="SemanticCacheOptions.CacheWithTools"/> is off; or a tool of the provider's own is.</summary>
    Tools,

    /// <summary>The provider holds the conversation (<c>ConversationId</c>, <c>ContinuationToken</c>, background responses).</summary>
    StatefulConversation,

    /// <summary>The options have something that cannot be compared, e.g. a <c>RawRepresentationFactory</c>.</summary>
    OpaqueOptions,

    /// <summary>The temperature says that answers shall vary: it is above <see cref="SemanticCacheOptions.MaximumTemperature"/>.</summary>
    MustVary,

    /// <summary>The answer is not complete: it was cut off, filtered, or has calls in flight.</summary>
    IncompleteAnswer,

    /// <summary>The answer holds an error, or declines.</summary>
    RefusedAnswer,

    /// <summary>The answer has something other than text, or is too large.</summary>
    UnstorableAnswer,

    /// <summary>The stream was not read to its end.</summary>
    AbandonedStream,

    /// <summary><see cref="SemanticCacheOptions.ShouldStore"/> said no.</summary>
    NotStored,

    /// <summary>Too many entries with nearly the same question are kept already.</summary>
    CrowdedOut,

    /// <summary>The cache itself failed; it is logged.</summary>
    Failed,
}
