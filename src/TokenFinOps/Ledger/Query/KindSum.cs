using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>The exact sum of one usage kind: whole counts, which are nearly all, are added as integers.</summary>
/// <remarks>A mutable value type: not thread-safe.</remarks>
internal struct KindSum
{
    private Int128 _whole;
    private ExactSum _exact;

    public void Add(long count) => _whole += count;

    public void Add(decimal amount) => _exact.Add(amount);

    public void Add(in KindSum other)
    {
        _whole += other._whole;
        _exact.Add(other._exact);
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Signed(_whole);
        writer.Sum(_exact);
    }

    public void Add(ref ByteReader reader)
    {
        _whole += reader.SignedWide();
        _exact.Add(reader.Sum());
    }

    public readonly decimal ToDecimal()
    {
        if (_exact.IsZero)
        {
            return (decimal)_whole;
        }

        ExactSum sum = _exact;
        sum.Add((decimal)_whole);
        return sum.ToDecimal();
    }
}
