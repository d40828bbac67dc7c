using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Says when a conversation is compacted, and to what.</summary>
/// <remarks>Set it up on one thread; afterwards it is only read.</remarks>
public sealed class ConversationCompactionOptions
{
    private const long NoteTokens = 32;

    /// <summary>
    /// Gets or sets the tokens of messages that a conversation may have. One that has more is compacted. The default is 100,000. Instructions and tools of the call's options are
    /// not counted, so stay below the model's context window by their size and the answer's.
    /// </summary>
    public long MaxTokens { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets to how many tokens a conversation is compacted; the default, <see langword="null"/>, is half of <see cref="MaxTokens"/>. What is compacted makes the provider
    /// read the rest of the conversation anew, so the lower this is, the more rarely that happens.
    /// </summary>
    public long? TargetTokens { get; set; }

    /// <summary>
    /// Gets or sets how many of the newest parts of a conversation are kept as they are, beside those that are always kept. A part is what a person said, or an answer with its
    /// tool calls and their results. The default is 4.
    /// </summary>
    public int KeepNewest { get; set; } = 4;

    /// <summary>
    /// Gets or sets who writes the summary that stands for what is left out, preferably a cheap deployment; what it costs is on the ledger when its client is metered, under the
    /// tag <c>step</c> = <c>compaction</c>. The default, <see langword="null"/>, is nobody: then a note says how much is left out.
    /// </summary>
    public IChatClient? Summarizer { get; set; }

    /// <summary>Gets or sets the options of the summarizer's calls, e.g. the model. The default is the client's own.</summary>
    public ChatOptions? SummarizerOptions { get; set; }

    /// <summary>Gets or sets the tokens that a summary may have. The default is 1,000.</summary>
    public int SummaryTokens { get; set; } = 1_000;

    /// <summary>Gets or sets how many bytes of summaries are remembered, so that a conversation that grows keeps its summary. The default is 16 MB.</summary>
    public long RememberedBytes { get; set; } = 16 << 20;

    internal long Reserve => Summarizer is null ? NoteTokens : SummaryTokens;

    internal long Target => TargetTokens ?? (MaxTokens / 2);

    internal void Validate()
    {
        string[] errors = [.. Errors()];
        if (errors.Length > 0)
        {
            throw new ArgumentException("The compaction options are not valid. " + string.Join(" ", errors));
        }
    }

    private IEnumerable<string> Errors()
    {
        if (MaxTokens < 1)
        {
            yield return $"MaxTokens is {MaxTokens}; set 1 or more.";
        }

        if (Target < 0 || Target >= MaxTokens)
        {
            yield return $"TargetTokens is {TargetTokens}; set less than MaxTokens, which is {MaxTokens}, or null for half of it.";
        }

        if (KeepNewest < 0)
        {
            yield return $"KeepNewest is {KeepNewest}; set 0 or more.";
        }

        if (SummaryTokens < 1 || (Summarizer is not null && SummaryTokens >= MaxTokens))
        {
            yield return $"SummaryTokens is {SummaryTokens}; set 1 or more, and less than MaxTokens, which is {MaxTokens}.";
        }

        if (RememberedBytes < 0)
        {
            yield return $"RememberedBytes is {RememberedBytes}; set 0 or more.";
        }
    }
}
