using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>Draws the curve of a scorer for samples of its examples; sorted once.</summary>
internal sealed class ResampledCurve
{
    private readonly int[] _order;
    private readonly double[] _keys;
    private readonly double[] _gains;
    private readonly double[] _cheap;
    private readonly double[] _sampledKeys;
    private readonly double[] _sampledGains;

    public ResampledCurve(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples)
    {
        _order = [.. Enumerable.Range(0, scores.Length)];
        _keys = scores.ToArray();
        Array.Sort(_keys, _order);
        _gains = [.. _order.Select(row => examples[row].Gain)];
        _cheap = [.. _order.Select(row => examples[row].CheapQuality)];
        _sampledKeys = new double[_keys.Length];
        _sampledGains = new double[_keys.Length];
    }

    public int Count => _keys.Length;

    /// <summary>Draws the curve of a sample.</summary>
    /// <param name="times">How often every example is in it; as many in all as there are examples.</param>
    public RoutingCurve Draw(int[] times)
    {
        int next = 0;
        double cheap = 0;
        for (int i = 0; i < _order.Length; i++)
        {
            int count = times[_order[i]];
            _sampledKeys.AsSpan(next, count).Fill(_keys[i]);
            _sampledGains.AsSpan(next, count).Fill(_gains[i]);
            cheap += count * _cheap[i];
            next += count;
        }

        return RoutingCurve.OfSorted(_sampledKeys, _sampledGains, cheap / _order.Length);
    }
}
