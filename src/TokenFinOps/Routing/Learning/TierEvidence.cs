using System.Globalization;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Learning;

/// <summary>What is known of one tier on one workload: the last pairs, the threshold that they prove, and whether it is still borne out. Thread-safe.</summary>
/// <remarks>
/// Proving again and again until it succeeds would let nearly every tier in at some time. So every proof spends a part of the risk that the promise leaves, 1/(k(k + 1)) of it
/// the k-th, which is all of it together: the risk that a tier is ever let in wrongly is the promise's. Taking a permission back is free, so that is tried with every few pairs.
/// </remarks>
internal sealed class TierEvidence
{
    private const double LaterConfidence = 0.99;

    private readonly Lock _gate = new();
    private readonly LearningOptions _options;
    private readonly QualityGuarantee _promise;
    private readonly float[] _thresholds;
    private readonly Queue<LearnedPair> _pairs = new();
    private readonly QualityMonitor _monitor;
    private QualityGuarantee _next;
    private int _fewest;
    private int _new;
    private int _proofs;
    private long _seen;
    private long _nextProof;
    private volatile Verdict _verdict = new(double.NegativeInfinity, "no pairs yet");

    /// <summary>Initializes a new instance of the <see cref="TierEvidence"/> class.</summary>
    /// <param name="options">The promise, and how much is kept.</param>
    /// <param name="thresholds">The scores that may become the threshold.</param>
    /// <param name="tiers">How many tiers share the promise. Where prompts are scored, several may answer beside each other, and then they share the loss too.</param>
    public TierEvidence(LearningOptions options, IReadOnlyList<float> thresholds, int tiers)
    {
        _options = options;
        _promise = options.Guarantee.SharedBy(tiers, options.Scorer is not null);
        _thresholds = [.. thresholds.Order()];
        (_next, _fewest) = NextProof();

        // An alarm that is false sends everything up again, so it has to be surer than the promise itself.
        _monitor = new QualityMonitor(QualityLoss.AtMost(_promise.MaximumLoss, Math.Max(_promise.Confidence, LaterConfidence)));
    }

    public Verdict Current => _verdict;

    /// <summary>Takes a pair of answers, of which the baseline's is the measure.</summary>
    public void AddPair(in LearnedPair pair)
    {
        lock (_gate)
        {
            _pairs.Enqueue(pair);
            _seen++;
            if (_pairs.Count > _options.Window)
            {
                _pairs.Dequeue();
            }

            if (++_new >= _options.RecalibrateEvery)
            {
                _new = 0;
                Check();
                Prove();
            }
        }
    }

    /// <summary>Takes what was lost on a request of the workload: nothing, where the tier did not answer it. Without a permission there is nothing to refute.</summary>
    public void AddOutcome(double loss)
    {
        if (!_verdict.Permits || _monitor.Record(loss) != PromiseState.Broken)
        {
            return;
        }

        lock (_gate)
        {
            // What was true of the old pairs is true no more: drift.
            _pairs.Clear();
            (_new, _seen, _nextProof) = (0, 0, 0);
            _verdict = new Verdict(double.NegativeInfinity, "outcomes have refuted the promise; it is learned anew");
            _monitor.Reset();
        }
    }

    private void Check()
    {
        if (_verdict.Permits && Calibrate(_promise) is { } found && found.Threshold < _verdict.Threshold)
        {
            _verdict = found;
        }
    }

    private void Prove()
    {
        if (_seen < _nextProof || _verdict.Threshold >= _thresholds[^1])
        {
            return;
        }

        // A proof that even faultless pairs would not pass is not worth its part of the risk.
        if (_pairs.Count < _fewest)
        {
            _verdict = _verdict.Permits ? _verdict : new Verdict(double.NegativeInfinity, $"{_pairs.Count} pairs so far, of {_fewest} that it takes at least");
            return;
        }

        Verdict found = Calibrate(_next);
        _nextProof = _seen + Math.Clamp(_seen / 4, _options.RecalibrateEvery, 2L * _options.Window);
        _proofs++;
        (_next, _fewest) = NextProof();
        if (found.Threshold > _verdict.Threshold || !_verdict.Permits)
        {
            _verdict = found;
        }
    }

    private (QualityGuarantee Promise, int Fewest) NextProof()
    {
        QualityGuarantee promise = _promise.AtRisk((1 - _promise.Confidence) / ((_proofs + 1.0) * (_proofs + 2.0)));
        return (promise, promise.FewestExamples ?? int.MaxValue);
    }

    private Verdict Calibrate(QualityGuarantee promise)
    {
        double[] scores = [.. _pairs.Select(static pair => pair.Score)];
        RoutingExample[] examples = [.. _pairs.Select(static pair => new RoutingExample(string.Empty, pair.CheapQuality, pair.BaselineQuality))];
        GuaranteedThreshold found = promise.Calibrate(scores, examples, _thresholds);
        int unjudged = _pairs.Count(static pair => !pair.IsJudged);
        string reason = found.IsRefused
            ? string.Create(CultureInfo.InvariantCulture, $"{examples.Length} pairs do not prove it good enough: mean quality {Mean(examples, cheap: true):0.###} of {Mean(examples, cheap: false):0.###}")
            : string.Create(CultureInfo.InvariantCulture, $"{examples.Length} pairs prove a loss of at most {Math.Max(0, found.LossBound):0.####}");
        return new Verdict(found.Threshold, unjudged == 0 ? reason : string.Create(CultureInfo.InvariantCulture, $"{reason}; {unjudged} of them could not be judged and count as lost"));
    }

    private static double Mean(RoutingExample[] examples, bool cheap) => examples.Average(each => cheap ? each.CheapQuality : each.BaselineQuality);

    /// <summary>Up to which score the tier may answer, and why.</summary>
    internal sealed record Verdict(double Threshold, string Reason)
    {
        public bool Permits => !double.IsNegativeInfinity(Threshold);

        public bool Accepts(double score) => Permits && score <= Threshold;
    }
}
