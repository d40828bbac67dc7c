using Microsoft.Extensions.AI;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Audits;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Caching;

/// <summary>Says which answers are served again, to whom, and for how long.</summary>
/// <remarks>Set it up on one thread; afterwards it is only read.</remarks>
public sealed class SemanticCacheOptions
{
    /// <summary>
    /// Gets or sets whether answers are served. The default is <see cref="CacheMode.On"/>; with <see cref="CacheMode.Shadow"/> the ledger says what they would have saved.
    /// <see cref="CacheMode.Control"/> is for the control group and cannot be set.
    /// </summary>
    public CacheMode Mode { get; set; }

    /// <summary>Gets or sets the share of runs, or of questions outside any run, that bypass the cache, 0 to 1. The default is 0.</summary>
    public double ControlShare { get; set; }

    /// <summary>Gets or sets the seed by which the control group and audits are drawn. The default is 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// Gets or sets the keys of the tags that separate who shares answers, e.g. <c>tenant</c>. The default, <see langword="null"/>, is all tags of a call: two calls share answers
    /// only when they are tagged alike. An empty set lets everybody share.
    /// </summary>
    public IReadOnlySet<string>? PartitionTags { get; set; }

    /// <summary>Gets or sets the version of what answers rest on that no request shows, e.g. of a knowledge base. Answers of another version are not served. The default is empty.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>Gets or sets how long an answer may be served after it was made. The default is an hour.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many bytes of entries are kept, vectors included. The default is 256 MB. Beyond it those go that saved least for their size.</summary>
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>Gets or sets the longest question, in characters, that is compared by meaning; longer ones must be the same word for word. The default is 8,000.</summary>
    public int MaxQuestionLength { get; set; } = 8_000;

    /// <summary>Gets or sets the longest answer, in characters of text, that is kept. The default is 200,000.</summary>
    public int MaxAnswerLength { get; set; } = 200_000;

    /// <summary>
    /// Gets or sets the highest temperature at which answers are shared. The default is 1, which is what most providers take when none is set; a higher one says that answers shall
    /// vary.
    /// </summary>
    public float MaximumTemperature { get; set; } = 1;

    /// <summary>
    /// Gets or sets a value indicating whether requests that offer tools are looked up. The default is <see langword="false"/>: what a tool would return now is not what it returned then. Answers
    /// that call tools are never kept.
    /// </summary>
    public bool CacheWithTools { get; set; }

    /// <summary>
    /// Gets or sets what decides whether the answer of the nearest question is served. The default, <see langword="null"/>, is <see cref="AuditedAcceptancePolicy"/> when there is a
    /// <see cref="Judge"/>, else <see cref="StaticThresholdPolicy"/> at the similarity that is recommended for the embedder.
    /// </summary>
    public ICacheAcceptancePolicy? Acceptance { get; set; }

    /// <summary>
    /// Gets or sets what compares two answers to one question, so that hits can be looked at in the background. The default, <see langword="null"/>, is nobody: nothing is audited.
    /// </summary>
    /// <remarks>Audits ask the model once more; what they cost is taken off the cache's savings.</remarks>
    public ICacheAnswerJudge? Judge { get; set; }

    /// <summary>Gets or sets how much of what the cache saved may be spent on audits, 0 to 1. The default is 0.1.</summary>
    public decimal AuditShareOfSavings { get; set; } = 0.1m;

    /// <summary>Gets or sets what audits may spend before anything is saved, in the currency of the bill. The default is 0.10.</summary>
    public decimal AuditAllowance { get; set; } = 0.10m;

    /// <summary>Gets or sets how long the embedder may take. The default is 2 seconds; after that the question is taken for one that nobody has asked.</summary>
    public TimeSpan EmbeddingTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets or sets a value indicating whether a request waits for an equal one that is being answered. The default is <see langword="true"/>. A caller that cancels does not cancel the others.
    /// </summary>
    public bool CoalesceRequests { get; set; } = true;

    /// <summary>Gets or sets how long a request waits for an equal one before it asks the model itself. The default is 30 seconds.</summary>
    public TimeSpan CoalescingTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets what writes the last question of a conversation so that it stands alone; it is then compared without what was said before, system messages aside. The default,
    /// <see langword="null"/>, compares only questions of conversations that are equal up to there.
    /// </summary>
    /// <remarks>It is given all messages; where it returns <see langword="null"/>, or fails, only the same conversation, word for word, is answered from the cache.</remarks>
    public Func<IReadOnlyList<ChatMessage>, CancellationToken, ValueTask<string?>>? StandaloneQuestion { get; set; }

    /// <summary>
    /// Gets or sets how many messages of users and the assistant before the question are compared by meaning too, together as much as the question; system messages must be equal all the
    /// same. The default, 0, compares only questions of conversations that are equal up to there. It excludes <see cref="StandaloneQuestion"/>.
    /// </summary>
    public int ContextTurns { get; set; }

    /// <summary>Gets or sets who has the last word on whether a complete answer is kept; it must be quick. The default, <see langword="null"/>, keeps all but those that decline.</summary>
    public Func<ChatResponse, bool>? ShouldStore { get; set; }

    /// <summary>
    /// Gets or sets how many further times the model must have given an answer before it is served, 0 to 10. The default is 0. More than 0 needs a <see cref="Judge"/>, and keeps a single odd or
    /// provoked answer from being handed to others.
    /// </summary>
    public int Corroborations { get; set; }

    /// <summary>
    /// Gets or sets how many entries of a partition may be within a cosine of 0.98 of a new one, which is not kept when there are more. The default is 8: it keeps floods of
    /// look-alikes from taking the place of others.
    /// </summary>
    public int MaxLookAlikes { get; set; } = 8;

    /// <summary>Gets or sets who is told of every lookup's end, e.g. to show users where answers come from. It must be quick and thread-safe. The default is nobody.</summary>
    public Action<AttemptCache>? OnLookup { get; set; }

    internal void Validate(bool hasJudge = false)
    {
        string[] errors = [.. Errors(hasJudge || Judge is not null)];
        if (errors.Length > 0)
        {
            throw new ArgumentException("The semantic cache's options are not valid. " + string.Join(" ", errors));
        }
    }

    private IEnumerable<string> Errors(bool hasJudge)
    {
        if (Mode is not (CacheMode.On or CacheMode.Shadow))
        {
            yield return $"Mode is {Mode}; set On or Shadow, and ControlShare for a control group.";
        }

        if (!(ControlShare is >= 0 and <= 1))
        {
            yield return $"ControlShare is {ControlShare}; set a share within 0 and 1.";
        }

        if (AuditShareOfSavings is < 0 or > 1)
        {
            yield return $"AuditShareOfSavings is {AuditShareOfSavings}; set a share within 0 and 1.";
        }

        if (AuditAllowance < 0)
        {
            yield return $"AuditAllowance is {AuditAllowance}; set 0 or more.";
        }

        foreach ((string name, TimeSpan time) in new[] { (nameof(TimeToLive), TimeToLive), (nameof(EmbeddingTimeout), EmbeddingTimeout), (nameof(CoalescingTimeout), CoalescingTimeout) })
        {
            if (time <= TimeSpan.Zero)
            {
                yield return $"{name} is {time}; set a time above 0.";
            }
        }

        foreach ((string name, long number) in new[] { (nameof(MaxBytes), MaxBytes), (nameof(MaxQuestionLength), MaxQuestionLength), (nameof(MaxAnswerLength), MaxAnswerLength), (nameof(MaxLookAlikes), MaxLookAlikes) })
        {
            if (number < 1)
            {
                yield return $"{name} is {number}; set 1 or more.";
            }
        }

        if (!(MaximumTemperature >= 0))
        {
            yield return $"MaximumTemperature is {MaximumTemperature}; set 0 or more.";
        }

        if (Corroborations is < 0 or > 10)
        {
            yield return $"Corroborations is {Corroborations}; set a number within 0 and 10.";
        }
        else if (Corroborations > 0 && !hasJudge)
        {
            yield return "Corroborations needs a Judge, which says whether two answers are the same.";
        }

        if (ContextTurns < 0)
        {
            yield return $"ContextTurns is {ContextTurns}; set 0 or more.";
        }
        else if (ContextTurns > 0 && StandaloneQuestion is not null)
        {
            yield return "ContextTurns and StandaloneQuestion exclude each other; set one.";
        }

        if (Version is null)
        {
            yield return "Version is null; set a text, or leave it empty.";
        }
    }
}
