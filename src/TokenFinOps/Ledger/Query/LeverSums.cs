using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>Exact sums of what each lever saved. Most tallies have none, and then take a reference's room.</summary>
/// <remarks>A mutable value type: not thread-safe.</remarks>
internal struct LeverSums
{
    private const int Count = 3;

    private ExactSum[]? _sums;

    /// <summary>Gets a value indicating whether no lever acted.</summary>
    public readonly bool IsEmpty => _sums is null;

    /// <summary>Gets the sums: cache, router, compressor; empty when no lever acted.</summary>
    public readonly ReadOnlySpan<ExactSum> Values => _sums;

    /// <summary>Adds an entry's savings.</summary>
    public void Add(LeverSavings? savings)
    {
        if (savings is null)
        {
            return;
        }

        ExactSum[] sums = _sums ??= new ExactSum[Count];
        sums[0].Add(savings.Cache);
        sums[1].Add(savings.Router);
        sums[2].Add(savings.Compressor);
    }

    /// <summary>Adds other sums.</summary>
    public void Add(in LeverSums other) => Add(other.Values);

    /// <summary>Adds other sums: cache, router, compressor, or none.</summary>
    public void Add(ReadOnlySpan<ExactSum> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        ExactSum[] sums = _sums ??= new ExactSum[Count];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i].Add(values[i]);
        }
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Bool(!IsEmpty);
        foreach (ref readonly ExactSum sum in Values)
        {
            writer.Sum(sum);
        }
    }

    public void Add(ref ByteReader reader)
    {
        if (reader.Bool())
        {
            Add([reader.Sum(), reader.Sum(), reader.Sum()]);
        }
    }

    public readonly LeverSavings ToSavings() => _sums is null
        ? LeverSavings.None
        : new LeverSavings { Cache = _sums[0].ToDecimal(), Router = _sums[1].ToDecimal(), Compressor = _sums[2].ToDecimal() };
}
