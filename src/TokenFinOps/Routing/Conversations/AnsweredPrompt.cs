using System.Collections.Immutable;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>What is known of a prompt that was answered, and with it of every prompt that begins with it.</summary>
/// <param name="Last">Who answered last.</param>
/// <param name="Warm">Whose providers have read it, or a part of it.</param>
internal sealed record AnsweredPrompt(Deployment Last, ImmutableArray<WarmPrefix> Warm)
{
    /// <summary>Makes what is known once a deployment has answered a prompt that begins with what was known before.</summary>
    /// <param name="before">What was known, or <see langword="null"/>.</param>
    /// <param name="read">Who answered, and how much it has now read.</param>
    public static AnsweredPrompt After(AnsweredPrompt? before, WarmPrefix read)
    {
        if (before is null)
        {
            return new AnsweredPrompt(read.Deployment, [read]);
        }

        var warm = ImmutableArray.CreateBuilder<WarmPrefix>(before.Warm.Length + 1);
        warm.Add(read);
        foreach (WarmPrefix other in before.Warm)
        {
            if (!ReferenceEquals(other.Deployment, read.Deployment))
            {
                warm.Add(other with { Tokens = Math.Min(other.Tokens, read.Tokens) });
            }
        }

        return new AnsweredPrompt(read.Deployment, warm.ToImmutable());
    }
}
