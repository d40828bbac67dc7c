using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Asks cheap deployments first and, when their answers are good enough, spares the dear one.</summary>
/// <remarks>
/// <para>
/// It is used for requests that the policies send to a tier above all of its members', unless a policy allows no tier as low as theirs. Every attempt is on the ledger. A stream begins only when an answer is accepted or
/// the request is escalated.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class Cascade
{
    /// <summary>Initializes a new instance of the <see cref="Cascade"/> class.</summary>
    /// <param name="name">The name that decisions carry.</param>
    /// <param name="acceptance">What decides whether an answer is good enough.</param>
    /// <param name="members">The deployments that are asked; a tier stands for its best deployment of the moment.</param>
    /// <exception cref="ArgumentException">The name is empty, there is no member, one is named twice, or there are fewer than have to agree.</exception>
    public Cascade(string name, IAnswerAcceptance acceptance, params IEnumerable<string> members)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(acceptance);
        Name = name;
        Acceptance = acceptance;
        Members = [.. members];
        if (Members.IsEmpty)
        {
            throw new ArgumentException("A cascade asks at least one deployment; name one.", nameof(members));
        }

        if (Members.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"The cascade '{name}' names '{twice}' twice; an answer that is given twice is no second opinion.", nameof(members));
        }

        if (acceptance is AgreementAcceptance agreement && Members.Length < Math.Max(2, agreement.Needed ?? 0))
        {
            throw new ArgumentException($"The cascade '{name}' has {Members.Length} of the {Math.Max(2, agreement.Needed ?? 0)} members that have to agree; name more.", nameof(members));
        }
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets what decides whether an answer is good enough.</summary>
    public IAnswerAcceptance Acceptance { get; }

    /// <summary>Gets the deployments, or tiers, that are asked.</summary>
    public ImmutableArray<string> Members { get; }

    /// <summary>
    /// Gets a value indicating whether a member is asked only when what those before it said was not accepted. That is cheaper, and slower where the first does not convince.
    /// The default is <see langword="false"/>: all are asked at once.
    /// </summary>
    public bool AsksInTurn { get; init; }

    /// <summary>Gets which requests the cascade is for. The default is all that <see cref="Members"/> can serve.</summary>
    public Func<RoutingRequest, bool> When { get; init; } = static _ => true;

    /// <summary>
    /// Gets what the dear deployment is sent when the cheap ones did not convince, made of the messages and the answers. The default is the messages as they are, which keeps
    /// the prompt cache.
    /// </summary>
    public Func<IReadOnlyList<ChatMessage>, CascadeAnswers, IReadOnlyList<ChatMessage>>? HandOver { get; init; }

    internal IEnumerable<string> Errors(IReadOnlySet<string> names)
    {
        foreach (string member in Members.Where(member => !names.Contains(member)))
        {
            yield return $"The cascade '{Name}' names '{member}', which is neither a deployment nor a tier; use one of {string.Join(", ", names)}.";
        }
    }

    /// <summary>Makes a cascade that returns what its members agree on: tool calls, JSON, numbers, choices and short answers, compared in canonical form.</summary>
    /// <param name="members">The deployments, at least two. The first one's answer is returned; members of different families err in different places.</param>
    /// <returns>The cascade.</returns>
    /// <exception cref="ArgumentException">There are fewer than two members.</exception>
    public static Cascade OnAgreement(params IReadOnlyList<string> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members.Count < 2
            ? throw new ArgumentException("Agreement needs two deployments; name at least two.", nameof(members))
            : new Cascade("agreement", new AgreementAcceptance(), members);
    }
}
