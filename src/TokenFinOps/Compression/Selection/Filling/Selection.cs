using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Which units are kept.</summary>
internal sealed class Selection(int units) : IDisposable
{
    private readonly RentedList<bool> _kept = RentedList<bool>.Zeros(units);

    public bool this[int unit]
    {
        get => _kept[unit];
        set => _kept[unit] = value;
    }

    public bool Any(int first, int end) => _kept.Span[first..end].Contains(true);

    public void Dispose() => _kept.Dispose();
}
