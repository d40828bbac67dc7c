namespace TokenFinOps.Compression.Compaction;

/// <summary>What may be done with a group of messages.</summary>
internal enum MessageGroupRole : byte
{
    /// <summary>Always kept: instructions, pinned messages, calls without results, contents that are a provider's own.</summary>
    Kept,

    /// <summary>What a person said: kept as long as it is the newest of its kind.</summary>
    Said,

    /// <summary>An answer with its tool calls and their results, or an earlier summary.</summary>
    Answer,

    /// <summary>An answer with reasoning that the provider signed: kept while the tool loop that it belongs to may go on.</summary>
    SignedAnswer,
}
