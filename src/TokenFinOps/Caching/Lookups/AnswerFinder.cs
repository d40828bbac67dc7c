using TokenFinOps.Attribution;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Embedding;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Guard;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching.Lookups;

/// <summary>Looks for an answer: first that of the same question word for word, then that of the nearest question, if the policy lets it. Thread-safe.</summary>
internal sealed class AnswerFinder(
    SemanticCacheOptions options, EntryStore entries, QuestionEmbedder embedder, ICacheAcceptancePolicy policy, LookupEconomics economics, TimeProvider time)
{
    // A look-alike that the guard refuses may stand before the paraphrase that is wanted.
    private const int Neighbours = 4;

    private static readonly TagSet OwnTags = TagSet.Of(("step", "cache-embedding"));

    /// <summary>Looks for the same question word for word.</summary>
    public LookupResult FindExact(CacheQuestion question)
    {
        if (entries.Find(question) is not { } entry || entry.IsBlockedFor(question.ExactKey))
        {
            return new LookupResult { Reason = "not asked before" };
        }

        if (entry.Corroborations < options.Corroborations)
        {
            return new LookupResult { Nearest = entry, Decision = Uncorroborated(), Reason = Uncorroborated().Reason };
        }

        return new LookupResult { Found = new FoundAnswer(entry, null, new AcceptanceDecision(true, "the same question, word for word")) };
    }

    /// <summary>Looks for a question that means the same.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">What is compared, or <see langword="null"/> when there is nothing.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async ValueTask<LookupResult> FindSimilarAsync(CacheQuestion question, ComparedText? text, Guid requestId, CancellationToken cancellationToken)
    {
        if (text is not { } compared || string.IsNullOrWhiteSpace(compared.Question) || compared.Length > options.MaxQuestionLength)
        {
            return new LookupResult { Reason = text is null ? "the question does not stand alone" : "the question is too long to be compared" };
        }

        if (!economics.IsWorthEmbedding(question.Partition))
        {
            return new LookupResult { Reason = "an embedding would cost more than hits save" };
        }

        (ReadOnlyMemory<float> vector, decimal spent) = await EmbedAsync(compared, requestId, cancellationToken).ConfigureAwait(false);
        LookupResult result = vector.IsEmpty
            ? new LookupResult { Compared = compared, Reason = "the question could not be embedded" }
            : Decide(question with { Compared = compared }, vector);
        economics.Observe(question.Partition, result.Found is not null, spent);
        return result;
    }

    private async ValueTask<(ReadOnlyMemory<float> Vector, decimal Spent)> EmbedAsync(ComparedText text, Guid requestId, CancellationToken cancellationToken)
    {
        // What is set here is gone when this method returns: it is asynchronous.
        AttributionScope scope = AttributionScope.Begin(OwnTags);
        var stage = new CacheStage(scope.Stage, requestId, new AttemptCache(CacheMode.On, CacheLookup.OwnCall));
        AttributionScope.Exchange(AttributionScope.For(scope, stage));
        ReadOnlyMemory<float> vector = await embedder.EmbedAsync(text, options.ContextTurns > 0, cancellationToken).ConfigureAwait(false);
        return (vector, stage.Spent());
    }

    private LookupResult Decide(CacheQuestion question, ReadOnlyMemory<float> vector)
    {
        Span<Neighbour> found = new Neighbour[Neighbours];
        int count = entries.FindNearest(question, vector.Span, policy.MinimumSimilarity, found);
        var result = new LookupResult { Vector = vector, Compared = question.Compared, Reason = "no question is near enough" };
        if (Choose(question, found[..count], out GuardFindings findings) is not { } chosen)
        {
            return result;
        }

        Neighbour neighbour = found[chosen];
        (float? rival, int agreeing) = Others(found[..count], chosen);
        CacheCandidate candidate = new(question.Partition, neighbour.Entry.Id, neighbour.Similarity)
        {
            // Conversations are partitions of their own; what is learned of a tenant's questions holds for all of them.
            Group = question.Owner.ToString(),
            RunnerUp = chosen + 1 < count ? found[chosen + 1].Similarity : null,
            Rival = rival,
            Agreeing = agreeing,
            Findings = findings,
            LengthRatio = RatioOf(neighbour.Entry.Question.Compared.Length, question.Compared.Length),
            Age = time.GetUtcNow() - neighbour.Entry.Created,
        };
        AcceptanceDecision decision = neighbour.Entry.Corroborations < options.Corroborations ? Uncorroborated() : policy.Decide(candidate);
        return result with
        {
            Found = decision.Serve ? new FoundAnswer(neighbour.Entry, candidate, decision) : null,
            Nearest = decision.Serve ? null : neighbour.Entry,
            Candidate = candidate,
            Decision = decision,
            Reason = decision.Reason,
        };
    }

    // The nearest that the guard has nothing against; if there is none, the nearest, for the policy to learn from.
    private static int? Choose(CacheQuestion question, ReadOnlySpan<Neighbour> found, out GuardFindings findings)
    {
        int? first = null;
        GuardFindings firstFindings = GuardFindings.None;
        for (int i = 0; i < found.Length; i++)
        {
            CacheEntry entry = found[i].Entry;
            if (entry.IsBlockedFor(question.ExactKey))
            {
                continue;
            }

            findings = Compare(entry.Question.Compared, question.Compared);
            if (findings == GuardFindings.None)
            {
                return i;
            }

            (first, firstFindings) = first is null ? (i, findings) : (first, firstFindings);
        }

        findings = firstFindings;
        return first;
    }

    private static (float? Rival, int Agreeing) Others(ReadOnlySpan<Neighbour> found, int chosen)
    {
        (float? rival, int agreeing) = (null, 0);
        string answer = found[chosen].Entry.Answer.Text;
        for (int i = 0; i < found.Length; i++)
        {
            if (i == chosen)
            {
                continue;
            }

            if (string.Equals(found[i].Entry.Answer.Text, answer, StringComparison.Ordinal))
            {
                agreeing++;
            }
            else
            {
                rival ??= found[i].Similarity;
            }
        }

        return (rival, agreeing);
    }

    private static GuardFindings Compare(ComparedText earlier, ComparedText now)
    {
        GuardFindings findings = ParaphraseGuard.Compare(earlier.Question, now.Question);
        return now.Context.Length == 0 && earlier.Context.Length == 0 ? findings : findings | ParaphraseGuard.Compare(earlier.Context, now.Context);
    }

    private static AcceptanceDecision Uncorroborated() => new(false, "the answer was given once only so far") { Audit = true };

    private static double RatioOf(int a, int b) => Math.Max(a, b) == 0 ? 1 : (double)Math.Min(a, b) / Math.Max(a, b);
}
