using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Says when a conversation is compacted, and to what.</summary>
/// <remarks>Set it up on one thread; afterwards it is only read.</remarks>
public sealed class ConversationCompactionOptions
{
    private const long NoteTokens = 32;

    /// <summary>
    /// Gets or sets whether compacted conversations are sent. The default is <see cref="CompressionMode.On"/>; with <see cref="CompressionMode.Shadow"/> nothing is summarized, and the ledger
    /// says what would have been saved with a summary of full length, not counting what it would have cost to write. <see cref="CompressionMode.Control"/> is for the control group and
    /// cannot be set.
    /// </summary>
    /// <remarks>This and the control group are <see cref="ConversationCompactionChatClient"/>'s; a <see cref="ConversationCompactor"/> that is called compacts.</remarks>
    public CompressionMode Mode { get; set; }

    /// <summary>Gets or sets the share of runs, or of conversations outside any run, that are sent as they came, 0 to 1. The default is 0.</summary>
    public double ControlShare { get; set; }

    /// <summary>Gets or sets the seed by which the control group is drawn. The default is 1, and with the same seed the groups of other levers are the same.</summary>
    public int Seed { get; set; } = 1;

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
    /// Gets or sets a value indicating whether a conversation that has more is sent as it came where compacting it would cost more than it saves. The default is
    /// <see langword="false"/>: the limit holds, as a model's context window demands.
    /// </summary>
    /// <remarks>
    /// A cut must pay for its summary and for what the provider's prompt cache has to read anew, on this call and on as many calls to come as there were so far. The prices are those of
    /// the metered deployment and summarizer; where there are none, reading from the cache is as dear as not, and a summary as dear as the conversation's own model.
    /// </remarks>
    public bool OnlyWhereItPays { get; set; }

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
        if (Mode is not (CompressionMode.On or CompressionMode.Shadow))
        {
            yield return $"Mode is {Mode}; set On or Shadow, and ControlShare for a control group.";
        }

        if (!(ControlShare is >= 0 and <= 1))
        {
            yield return $"ControlShare is {ControlShare}; set a share within 0 and 1.";
        }

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
