namespace TokenFinOps.Routing.Learning;

/// <summary>How good the baseline's last answers to one workload turned out to be: what the outcomes of cheaper answers are compared with. Thread-safe.</summary>
internal sealed class BaselineOutcomes
{
    private const int Kept = 500;
    private const int Fewest = 100;

    // Of a hundred means one lies more than so many standard errors below the average.
    private const double StandardErrors = 2.33;

    // As if half an outcome had gone wrong: of a hundred that went well the next may still not.
    private const double PriorSquares = 0.25;

    private readonly Lock _gate = new();
    private readonly List<(float Score, float Quality)> _outcomes = [];
    private int _next;

    public void Add(double score, double quality)
    {
        lock (_gate)
        {
            if (_outcomes.Count < Kept)
            {
                _outcomes.Add(((float)score, (float)quality));
                return;
            }

            _outcomes[_next] = ((float)score, (float)quality);
            _next = (_next + 1) % Kept;
        }
    }

    /// <summary>
    /// Gets what the baseline's answers are worth at least, of prompts as easy as those below the threshold: what it makes of hard ones would excuse anything.
    /// <see langword="null"/> where too few outcomes are known.
    /// </summary>
    public double? Least(double threshold)
    {
        lock (_gate)
        {
            int count = 0;
            double mean = 0;
            double squares = PriorSquares;
            foreach ((float score, float quality) in _outcomes)
            {
                if (score <= threshold)
                {
                    double fromMean = quality - mean;
                    mean += fromMean / ++count;
                    squares += fromMean * (quality - mean);
                }
            }

            return count < Fewest ? null : mean - (StandardErrors * Math.Sqrt(squares) / count);
        }
    }
}
