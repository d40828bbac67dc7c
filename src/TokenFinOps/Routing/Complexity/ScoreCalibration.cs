namespace TokenFinOps.Routing.Complexity;

/// <summary>Turns a score into the probability that the cheap model is good enough: its answer no worse than the strong model's.</summary>
/// <remarks>
/// A falling step function fitted to scores of prompts that the scorer had not seen (isotonic regression, pool adjacent violators), with straight lines between
/// the middles of its steps. Immutable and thread-safe.
/// </remarks>
public sealed class ScoreCalibration
{
    private const int MostPoints = 100;
    private const int FewestInPoint = 10;

    private readonly float[] _scores;
    private readonly float[] _probabilities;

    internal ScoreCalibration(float[] scores, float[] probabilities) => (_scores, _probabilities) = (scores, probabilities);

    /// <summary>Gets the scores at which the function is known, ascending: each stands for an equal share of the prompts that it was fitted on.</summary>
    public IReadOnlyList<float> Scores => _scores;

    /// <summary>Gets the probabilities at those scores, none higher than the one before it.</summary>
    public IReadOnlyList<float> Probabilities => _probabilities;

    /// <summary>Fits.</summary>
    /// <param name="scores">Scores of prompts that the scorer was not trained on.</param>
    /// <param name="examples">What the two models made of those prompts.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="ArgumentException">There are no examples, not as many scores as examples, or a score is not a number.</exception>
    public static ScoreCalibration Fit(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Admission.ScoredExamples.Check(scores, examples);
        double[] keys = scores.ToArray();
        bool[] good = [.. examples.Select(static example => example.Gain <= 0)];
        Array.Sort(keys, good);
        int points = Math.Clamp(keys.Length / FewestInPoint, 1, MostPoints);
        float[] means = new float[points];
        float[] shares = new float[points];
        for (int point = 0; point < points; point++)
        {
            Range range = ((int)((long)point * keys.Length / points))..((int)((long)(point + 1) * keys.Length / points));
            means[point] = (float)keys[range].Average();
            shares[point] = (float)good[range].Average(static each => each ? 1.0 : 0);
        }

        PoolRises(shares);
        return new ScoreCalibration(means, shares);
    }

    /// <summary>Gets the probability that the cheap model is good enough for a prompt.</summary>
    /// <param name="score">The prompt's score.</param>
    /// <returns>The probability, 0 to 1. Of a score that is not a number it is the lowest of all: nothing speaks for the cheap model.</returns>
    public double CheapIsGoodEnough(double score)
    {
        if (double.IsNaN(score))
        {
            return _probabilities[^1];
        }

        int above = Array.BinarySearch(_scores, (float)score);
        above = above < 0 ? ~above : above;
        if (above == 0)
        {
            return _probabilities[0];
        }

        if (above == _scores.Length)
        {
            return _probabilities[^1];
        }

        float width = _scores[above] - _scores[above - 1];
        double position = width > 0 ? Math.Clamp((score - _scores[above - 1]) / width, 0, 1) : 1;
        return _probabilities[above - 1] + (position * (_probabilities[above] - _probabilities[above - 1]));
    }

    /// <summary>Tells whether numbers make a calibration: scores that rise, each with a probability that does not.</summary>
    internal static bool IsOne(ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            bool isPoint = float.IsFinite(scores[i]) && probabilities[i] is >= 0 and <= 1;
            if (!isPoint || (i > 0 && (scores[i] < scores[i - 1] || probabilities[i] > probabilities[i - 1])))
            {
                return false;
            }
        }

        return true;
    }

    // The points stand for equally many prompts, so pooled ones share their plain mean.
    private static void PoolRises(float[] shares)
    {
        var blocks = new Stack<(double Sum, int Count)>();
        foreach (float share in shares)
        {
            (double sum, int count) = (share, 1);
            while (blocks.TryPeek(out var before) && before.Sum / before.Count < sum / count)
            {
                blocks.Pop();
                (sum, count) = (sum + before.Sum, count + before.Count);
            }

            blocks.Push((sum, count));
        }

        int next = 0;
        foreach ((double sum, int count) in blocks.Reverse())
        {
            shares.AsSpan(next, count).Fill((float)(sum / count));
            next += count;
        }
    }
}
