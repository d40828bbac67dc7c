namespace TokenFinOps.Caching.Acceptance;

/// <summary>The outcomes of one entry, and the logistic curve through them: the chance that its answer is right, by similarity. Not thread-safe.</summary>
/// <remarks>
/// α(s) = σ(γ(s − t)). The outcomes are joined by two that nobody saw, wrong at 0 and right at 1, which give the curve its direction; a slight ridge keeps it finite where right and wrong
/// outcomes are separable. The turning point t = −b₀/b₁ has by the delta method the variance gᵀH⁻¹g, with H the information of the fit and g = (−1/b₁, b₀/b₁²); of
/// separable outcomes, which leave that undefined, a deviation is assumed that falls with their number.
/// </remarks>
internal sealed class EntryCurve(int capacity)
{
    private const double Ridge = 1e-3;
    private const double LeastSlope = 1e-6;
    private const double SeparableSpread = 0.2;
    private const double LeastDeviation = 0.005;
    private const int Steps = 25;
    private const int Levels = 50;
    private static readonly double[] Quantiles = [.. Enumerable.Range(1, Levels).Select(static level => NormalQuantile.Of(1 - Level(level)))];

    private readonly List<(float Similarity, bool Correct)> _outcomes = [];
    private bool _fitted;
    private double _slope;
    private double _turn;
    private double _deviation;

    public int Count => _outcomes.Count;

    public void Add(float similarity, bool correct)
    {
        if (_outcomes.Count == capacity)
        {
            _outcomes.RemoveAt(0);
        }

        _outcomes.Add((similarity, correct));
        _fitted = false;
    }

    /// <summary>Gets the probability with which the model has to be asked.</summary>
    public double ExploreShare(double similarity, double delta)
    {
        double alpha = Confidence(similarity);
        return alpha >= 1 - delta ? 0 : 1 - (delta / (1 - alpha));
    }

    /// <summary>Gets a lower bound on the chance that the entry's answer is right: the best one over all levels ε, (1 − ε)·σ(γ(s − t′(ε))).</summary>
    public double Confidence(double similarity)
    {
        Fit();
        double best = 0;
        for (int level = 1; level <= Levels; level++)
        {
            double turn = Math.Clamp(_turn + (Quantiles[level - 1] * _deviation), 0, 1);
            best = Math.Max(best, (1 - Level(level)) * Sigmoid(_slope * (similarity - turn)));
        }

        return best;
    }

    // Levels are spaced evenly in their logarithm: a promise of one in a hundred needs levels well below that.
    private static double Level(int level) => Math.Pow(10, -4 + (3.9 * level / Levels));

    private void Fit()
    {
        if (_fitted)
        {
            return;
        }

        (double b0, double b1) = (-2, 4);
        Information information = default;
        for (int step = 0; step < Steps; step++)
        {
            information = Gather(b0, b1);
            (double d0, double d1) = information.Solve();
            double limit = Math.Max(1, Math.Max(Math.Abs(d0), Math.Abs(d1)) / 20);
            (b0, b1) = (b0 + (d0 / limit), b1 + (d1 / limit));
            if (Math.Abs(d0) + Math.Abs(d1) < 1e-6)
            {
                break;
            }
        }

        _slope = Math.Max(b1, LeastSlope);
        _turn = Math.Clamp(-b0 / _slope, 0, 1);
        _deviation = IsSeparable() ? Math.Max(LeastDeviation, SeparableSpread / (_outcomes.Count + 2)) : Math.Sqrt(information.Variance(-1 / _slope, b0 / (_slope * _slope)));
        _fitted = true;
    }

    // The information of a fit says nothing where every wrong outcome lies below every right one: the curve could be as steep as one likes.
    private bool IsSeparable()
    {
        (float highestWrong, float lowestRight) = (0, 1);
        foreach ((float similarity, bool correct) in _outcomes)
        {
            (highestWrong, lowestRight) = correct ? (highestWrong, Math.Min(lowestRight, similarity)) : (Math.Max(highestWrong, similarity), lowestRight);
        }

        return highestWrong < lowestRight;
    }

    private Information Gather(double b0, double b1)
    {
        var information = new Information { H00 = Ridge, H11 = Ridge, G0 = -Ridge * b0, G1 = -Ridge * b1 };
        information.Add(0, false, b0, b1);
        information.Add(1, true, b0, b1);
        foreach ((float similarity, bool correct) in _outcomes)
        {
            information.Add(similarity, correct, b0, b1);
        }

        return information;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private struct Information
    {
        public double H00;
        public double H01;
        public double H11;
        public double G0;
        public double G1;

        public void Add(double similarity, bool correct, double b0, double b1)
        {
            double p = Sigmoid(b0 + (b1 * similarity));
            double weight = p * (1 - p);
            double error = (correct ? 1 : 0) - p;
            H00 += weight;
            H01 += weight * similarity;
            H11 += weight * similarity * similarity;
            G0 += error;
            G1 += error * similarity;
        }

        public readonly (double D0, double D1) Solve()
        {
            double determinant = (H00 * H11) - (H01 * H01);
            return (((H11 * G0) - (H01 * G1)) / determinant, ((H00 * G1) - (H01 * G0)) / determinant);
        }

        public readonly double Variance(double g0, double g1)
        {
            double determinant = (H00 * H11) - (H01 * H01);
            return Math.Max(0, ((H11 * g0 * g0) - (2 * H01 * g0 * g1) + (H00 * g1 * g1)) / determinant);
        }
    }
}
