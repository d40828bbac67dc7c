namespace TokenFinOps.Caching.Acceptance;

/// <summary>What an audited policy knows of one group of partitions, or of all of them. Not thread-safe.</summary>
internal sealed class AcceptanceGroup
{
    private FalseHitBound _hits;
    private FalseHitBound _wouldBe;

    /// <summary>Gets how its outcomes differ from what the shared model expects.</summary>
    public OutcomeRecord Record { get; } = new();

    public long Hits { get; private set; }

    public long Refusals { get; set; }

    public long Audited { get; private set; }

    public long Explored { get; private set; }

    public long FalseHits { get; private set; }

    public long Reported { get; private set; }

    /// <summary>Gets the number of wrong hits: those that were seen, and of those that nobody looked at as many as the model expects.</summary>
    public double ExpectedFalseHits { get; private set; }

    /// <summary>Gets an unbiased estimate of the number of wrong hits: every audited one counts for as many as were not looked at.</summary>
    public double EstimatedFalseHits { get; private set; }

    /// <summary>Counts a hit.</summary>
    /// <param name="chance">The chance that its answer is right, by the shared model.</param>
    public void AddHit(double chance)
    {
        Hits++;
        ExpectedFalseHits += 1 - chance;
    }

    /// <summary>Takes in what was found out.</summary>
    /// <param name="observation">What was found out.</param>
    /// <param name="chance">The chance that the answer is right, by the shared model.</param>
    /// <param name="wouldServe">Whether the shared model would serve the candidate today.</param>
    /// <param name="keep">What the outcomes before are still worth.</param>
    public void Add(in CacheObservation observation, double chance, bool wouldServe, double keep)
    {
        bool correct = observation.Correct;
        Record.Add(observation.Candidate.Similarity, correct, chance, keep);
        if (wouldServe || observation.Source != ObservationSource.Explored)
        {
            _wouldBe.Add(correct, keep);
        }

        if (observation.Source == ObservationSource.Explored)
        {
            Explored++;
            return;
        }

        bool audited = observation.Source == ObservationSource.Audited;
        Audited += audited ? 1 : 0;
        Reported += audited ? 0 : 1;
        FalseHits += correct ? 0 : 1;
        ExpectedFalseHits += (correct ? 0 : 1) - (1 - chance);
        EstimatedFalseHits += correct ? 0 : audited && observation.AuditShare > 0 ? 1 / observation.AuditShare : 1;
        _hits.Add(correct, keep);
    }

    /// <summary>Gets the share of wrong hits that is not exceeded.</summary>
    public double UpperBound(double confidence) => _hits.Upper(confidence);

    /// <summary>Gets whether its own outcomes refute the promise: then nothing is served until the outcomes of what would have been served speak for it again.</summary>
    public bool Refutes(double share, double confidence) => _wouldBe.Wrong > 0 && _wouldBe.IsAbove(share, confidence);

    /// <summary>Goes on where another process stopped.</summary>
    public void Restore(AuditedCounts counts)
    {
        (Hits, Refusals, Audited, Explored, FalseHits, Reported) = (counts.Hits, counts.Refusals, counts.Audited, counts.Explored, counts.FalseHits, counts.Reported);
        (ExpectedFalseHits, EstimatedFalseHits) = (counts.ExpectedFalseHits, counts.EstimatedFalseHits);
        _hits = new FalseHitBound { Right = counts.RightHits, Wrong = counts.WrongHits };
    }

    public AuditedCounts Save() => new()
    {
        Hits = Hits,
        Refusals = Refusals,
        Audited = Audited,
        Explored = Explored,
        FalseHits = FalseHits,
        Reported = Reported,
        ExpectedFalseHits = ExpectedFalseHits,
        EstimatedFalseHits = EstimatedFalseHits,
        RightHits = _hits.Right,
        WrongHits = _hits.Wrong,
    };
}
