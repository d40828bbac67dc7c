namespace TokenFinOps.Routing.Admission;

/// <summary>The standard normal distribution, by its series.</summary>
internal static class NormalDistribution
{
    private const double Farthest = 8;
    private const int Halvings = 60;

    /// <summary>Gets below which value a standard normal variable lies with a probability.</summary>
    public static double Quantile(double probability)
    {
        (double low, double high) = (-Farthest, Farthest);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (low + high) / 2;
            (low, high) = Probability(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Gets the probability with which a standard normal variable lies below a value: Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …).</summary>
    public static double Probability(double x)
    {
        double term = x;
        double sum = x;
        for (int odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
