using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Requests;

/// <summary>A request as policies see it.</summary>
/// <remarks>Made for one request and used by one flow of execution at a time. Messages and options are the caller's: read them, never change them.</remarks>
public sealed class RoutingRequest
{
    private readonly Func<IReadOnlyList<ChatMessage>, string> _readAsk;
    private ulong? _workload;

    /// <summary>Initializes a new instance of the <see cref="RoutingRequest"/> class.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="tags">Who pays, or why.</param>
    /// <param name="runId">The run, or <see langword="null"/>.</param>
    /// <param name="isStreaming">Whether the answer is streamed.</param>
    public RoutingRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options = null, TagSet? tags = null, string? runId = null, bool isStreaming = false)
        : this(messages, options, tags ?? TagSet.Empty, runId, isStreaming, AskReader.Read)
    {
        ArgumentNullException.ThrowIfNull(messages);
    }

    internal RoutingRequest(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, TagSet tags, string? runId, bool isStreaming, Func<IReadOnlyList<ChatMessage>, string> readAsk)
    {
        Messages = messages;
        Options = options;
        Tags = tags;
        GivenTags = tags;
        RunId = runId;
        IsStreaming = isStreaming;
        _readAsk = readAsk;
        Needs = RequestNeeds.Of(messages, options);
    }

    /// <summary>Gets the messages.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>Gets the options, or <see langword="null"/>.</summary>
    public ChatOptions? Options { get; }

    /// <summary>Gets who pays, or why, as the ledger keeps it: values may be hashed. See <see cref="IsTagged"/>.</summary>
    public TagSet Tags { get; }

    /// <summary>Gets the run that the request belongs to, or <see langword="null"/>.</summary>
    public string? RunId { get; }

    /// <summary>Gets a value indicating whether the answer is streamed.</summary>
    public bool IsStreaming { get; }

    /// <summary>Gets the newest thing that a person asked, without the results of tools; empty when there is none.</summary>
    public string Ask => field ??= _readAsk(Messages);

    /// <summary>Gets about how many tokens the input has: a quarter of its characters, and a fixed number for each tool and medium.</summary>
    public long InputTokens => Needs.InputTokens;

    /// <summary>Gets what a deployment must be able to do.</summary>
    public DeploymentCapabilities Capabilities => Needs.Capabilities;

    /// <summary>Gets the number that stands for the workload: equal for requests with the same instructions, tools and response format, or with the same <see cref="RoutingOptions.WorkloadTag"/>.</summary>
    public ulong WorkloadHash => _workload ??= WorkloadKey.Of(this);

    internal RequestNeeds Needs { get; }

    /// <summary>Gets or sets how hard the request is by what is learned, once that was asked.</summary>
    internal double? Score { get; set; }

    /// <summary>Gets or sets the tag that names the workload. Set it before the workload is asked for.</summary>
    internal string? WorkloadTag { get; set; }

    /// <summary>Makes a copy that stays as it is when the caller goes on with the conversation.</summary>
    internal RoutingRequest Frozen() => new([.. Messages], Options?.Clone(), Tags, RunId, IsStreaming, _readAsk) { Score = Score, WorkloadTag = WorkloadTag, GivenTags = GivenTags };

    /// <summary>Gets the tags as the application gave them; see <see cref="FinOpsRequest.GivenTags"/>.</summary>
    internal TagSet GivenTags { get; init; }

    /// <summary>Tells whether the request has a tag, also where the tag policy hashes its value: a rule may name the value as the application gives it, or its hash.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">Its value; <see langword="null"/> for any.</param>
    /// <returns><see langword="true"/> when it has.</returns>
    /// <exception cref="ArgumentNullException">The key is <see langword="null"/>.</exception>
    public bool IsTagged(string key, string? value = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Tags.TryGetValue(key, out string? kept) && (value is null || value == kept || (GivenTags.TryGetValue(key, out string? given) && value == given));
    }
}
