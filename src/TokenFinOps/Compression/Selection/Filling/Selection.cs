using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Which units are kept.</summary>
internal sealed class Selection(int units) : IDisposable
{
    private readonly RentedList<bool> _kept = RentedList<bool>.Zeros(units);
    private int _part = -1;
    private int _partEnd;

    public bool this[int unit]
    {
        get => _kept[unit];
        set => _kept[unit] = value;
    }

    /// <summary>Keeps the beginning of a unit, of one at most.</summary>
    public void TakePart(int unit, int end)
    {
        this[unit] = true;
        (_part, _partEnd) = (unit, end);
    }

    public void DropPart()
    {
        if (_part >= 0)
        {
            this[_part] = false;
            _part = -1;
        }
    }

    /// <summary>Gets where what is kept of a unit ends, in its source.</summary>
    public int EndOf(int unit, int end) => unit == _part ? _partEnd : end;

    public bool Any(int first, int end) => _kept.Span[first..end].Contains(true);

    public void Dispose() => _kept.Dispose();
}
