using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Compression.Lint;

/// <summary>What of an answer says how the prompt was used: which tools it calls, and how much came from the cache. Not thread-safe.</summary>
internal sealed class SeenAnswer
{
    private static readonly UsageKeyMap Keys = new();

    private HashSet<string>? _called;

    public bool Any { get; private set; }

    /// <summary>Gets the report of usage with the most input. Streams repeat it.</summary>
    public Usage Usage { get; private set; }

    public IReadOnlySet<string>? Called => _called;

    public void Add(ChatResponse response)
    {
        Add(response.Usage);
        foreach (ChatMessage message in response.Messages)
        {
            Add(message.Contents);
        }
    }

    public void Add(ChatResponseUpdate update) => Add(update.Contents);

    private void Add(IList<AIContent> contents)
    {
        Any = true;
        foreach (AIContent content in contents)
        {
            if (content is FunctionCallContent call)
            {
                (_called ??= new HashSet<string>(StringComparer.Ordinal)).Add(call.Name);
            }
            else if (content is UsageContent usage)
            {
                Add(usage.Details);
            }
        }
    }

    private void Add(UsageDetails? details)
    {
        PricingIssues issues = PricingIssues.None;
        Usage read = UsageReader.Read(details, Keys, ref issues);
        if (read.InputTokens > Usage.InputTokens)
        {
            Usage = read;
        }
    }
}
