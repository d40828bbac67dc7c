namespace TokenFinOps.Routing.Admission;

/// <summary>Watches whether a promise of quality still holds, by the outcomes of requests as they become known.</summary>
/// <remarks>
/// <para>
/// It keeps the losses of the last requests and tests them both ways, by the bound that <see cref="QualityGuarantee"/> calibrates with, each time another eighth of
/// the window is new. Once <see cref="PromiseState.Broken"/> it stays so until <see cref="Reset"/>. While the promise is kept a test raises a false alarm with a
/// probability of at most 1 − confidence, so prefer a confidence of 0.99 and more where alarms are dear.
/// </para>
/// <para>Thread-safe. Its memory is the window.</para>
/// </remarks>
public sealed class QualityMonitor
{
    /// <summary>How many outcomes the window has unless said otherwise.</summary>
    public const int DefaultWindow = 1_000;

    private const int TestsPerWindow = 8;

    private readonly Lock _lock = new();
    private readonly double[] _losses;
    private readonly double _maximumLoss;
    private readonly double _confidence;
    private long _recorded;
    private PromiseState _state;

    /// <summary>Initializes a monitor.</summary>
    /// <param name="guarantee">The promise.</param>
    /// <param name="window">How many of the last outcomes are looked at, at least 50. The default is 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is too small.</exception>
    public QualityMonitor(QualityGuarantee guarantee, int window = DefaultWindow)
    {
        ArgumentNullException.ThrowIfNull(guarantee);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 50);
        (_maximumLoss, _confidence) = (guarantee.MaximumLoss, guarantee.Confidence);
        _losses = new double[window];
    }

    /// <summary>Gets what the outcomes say.</summary>
    public PromiseState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Records the outcome of a request.</summary>
    /// <param name="loss">
    /// The strong model's quality less that of the answer, −1 to 1. Requests that the strong model answered count too, with 0: the promise is about all of them.
    /// </param>
    /// <returns>What the outcomes say now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="loss"/> is not within −1 to 1.</exception>
    public PromiseState Record(double loss)
    {
        if (loss is not (>= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(loss), loss, "A loss is the difference of two qualities from 0 to 1, so within -1 to 1.");
        }

        lock (_lock)
        {
            _losses[_recorded++ % _losses.Length] = loss;
            if (_state != PromiseState.Broken && _recorded % (_losses.Length / TestsPerWindow) == 0)
            {
                _state = Test();
            }

            return _state;
        }
    }

    /// <summary>Forgets all outcomes: the router was calibrated anew.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            (_recorded, _state) = (0, PromiseState.Open);
        }
    }

    private PromiseState Test()
    {
        Span<double> losses = _losses.AsSpan(0, (int)Math.Min(_recorded, _losses.Length));
        double[] gains = new double[losses.Length];
        System.Numerics.Tensors.TensorPrimitives.Negate(losses, gains);
        return MeanLossBound.IsBelow(gains, -_maximumLoss, _confidence) ? PromiseState.Broken
            : MeanLossBound.IsBelow(losses, _maximumLoss, _confidence) ? PromiseState.Kept
            : PromiseState.Open;
    }
}
