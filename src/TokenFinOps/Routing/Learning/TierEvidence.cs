using System.Globalization;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Learning;

/// <summary>What is known of one tier on one workload: the last pairs, the threshold that they prove, and whether outcomes still bear it out. Thread-safe.</summary>
internal sealed class TierEvidence
{
    private const double LaterConfidence = 0.99;

    private readonly Lock _gate = new();
    private readonly LearningOptions _options;
    private readonly IReadOnlyList<float> _thresholds;
    private readonly Queue<(double Score, RoutingExample Pair)> _pairs = new();
    private readonly QualityMonitor _monitor;
    private int _new;
    private volatile Verdict _verdict = new(double.NegativeInfinity, "no pairs yet");

    public TierEvidence(LearningOptions options, IReadOnlyList<float> thresholds)
    {
        _options = options;
        _thresholds = thresholds;

        // An alarm that is false sends everything up again, so it has to be surer than the promise itself.
        _monitor = new QualityMonitor(QualityLoss.AtMost(options.Guarantee.MaximumLoss, Math.Max(options.Guarantee.Confidence, LaterConfidence)));
    }

    public Verdict Current => _verdict;

    /// <summary>Takes a pair of answers, of which the baseline's is the measure.</summary>
    public void AddPair(double score, double cheapQuality, double baselineQuality)
    {
        lock (_gate)
        {
            _pairs.Enqueue((score, new RoutingExample(string.Empty, cheapQuality, baselineQuality)));
            if (_pairs.Count > _options.Window)
            {
                _pairs.Dequeue();
            }

            if (++_new >= _options.RecalibrateEvery)
            {
                _new = 0;
                Calibrate();
            }
        }
    }

    /// <summary>Takes the outcome of a request that was answered under the promise.</summary>
    public void AddOutcome(double loss)
    {
        if (_monitor.Record(loss) == PromiseState.Broken)
        {
            lock (_gate)
            {
                // What was true of the old pairs is true no more: drift.
                _pairs.Clear();
                _new = 0;
                _verdict = new Verdict(double.NegativeInfinity, "outcomes have refuted the promise; it is learned anew");
                _monitor.Reset();
            }
        }
    }

    private void Calibrate()
    {
        double[] scores = [.. _pairs.Select(static pair => pair.Score)];
        RoutingExample[] examples = [.. _pairs.Select(static pair => pair.Pair)];
        GuaranteedThreshold found = _options.Guarantee.Calibrate(scores, examples, _thresholds);
        _verdict = new Verdict(found.Threshold, found.IsRefused
            ? string.Create(CultureInfo.InvariantCulture, $"{examples.Length} pairs do not prove it good enough: mean quality {Mean(examples, cheap: true):0.###} of {Mean(examples, cheap: false):0.###}")
            : string.Create(CultureInfo.InvariantCulture, $"{examples.Length} pairs prove a loss of at most {Math.Max(0, found.LossBound):0.####}"));
    }

    private static double Mean(RoutingExample[] examples, bool cheap) => examples.Average(each => cheap ? each.CheapQuality : each.BaselineQuality);

    /// <summary>Up to which score the tier may answer, and why.</summary>
    internal sealed record Verdict(double Threshold, string Reason)
    {
        public bool Accepts(double score) => score <= Threshold;
    }
}
