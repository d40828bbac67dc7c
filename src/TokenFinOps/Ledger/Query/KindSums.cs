using System.Numerics;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>One exact sum for every usage kind in use.</summary>
/// <remarks>A mutable value type: not thread-safe.</remarks>
internal struct KindSums
{
    private ulong _mask;
    private KindSum[]? _sums;

    /// <summary>Forgets the sums. Memory is kept.</summary>
    public void Clear() => _mask = 0;

    /// <summary>Adds an amount of a kind; an amount of zero makes the kind one that is in use.</summary>
    public void Add(UsageKind kind, decimal amount) => SumOf((int)kind).Add(amount);

    /// <summary>Adds the amounts that a usage reports.</summary>
    public void Add(in Usage usage)
    {
        int next = 0;
        for (ulong rest = usage.Mask; rest != 0; rest &= rest - 1, next++)
        {
            ref KindSum sum = ref SumOf(BitOperations.TrailingZeroCount(rest));
            if (usage.IsWhole)
            {
                sum.Add(usage.WholeAmounts[next]);
            }
            else
            {
                sum.Add(usage.ExactAmounts[next]);
            }
        }
    }

    /// <summary>Adds other sums.</summary>
    public void Add(in KindSums other)
    {
        int next = 0;
        for (ulong rest = other._mask; rest != 0; rest &= rest - 1)
        {
            SumOf(BitOperations.TrailingZeroCount(rest)).Add(other._sums![next++]);
        }
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Count(_mask);
        for (int i = 0; i < BitOperations.PopCount(_mask); i++)
        {
            _sums![i].Write(writer);
        }
    }

    public void Add(ref ByteReader reader)
    {
        for (ulong rest = reader.Count(); rest != 0; rest &= rest - 1)
        {
            SumOf(BitOperations.TrailingZeroCount(rest)).Add(ref reader);
        }
    }

    /// <summary>Gets the sum of a kind, zero when it is not in use.</summary>
    public readonly decimal this[UsageKind kind] => (_mask & (1UL << (int)kind)) == 0 ? 0m : _sums![Slot((int)kind)].ToDecimal();

    /// <summary>Gets the sums as a usage.</summary>
    public readonly Usage ToUsage() => _mask == 0 ? Usage.None : new Usage(_mask, Array.ConvertAll(_sums![..BitOperations.PopCount(_mask)], static sum => sum.ToDecimal()));

    /// <summary>Gets the sums by kind.</summary>
    public readonly Dictionary<UsageKind, decimal> ToDictionary()
    {
        KindSums self = this;
        return new UsageKindSet(_mask).ToDictionary(static kind => kind, kind => self[kind]);
    }

    private readonly int Slot(int kind) => BitOperations.PopCount(_mask & ((1UL << kind) - 1));

    private ref KindSum SumOf(int kind)
    {
        int slot = Slot(kind);
        if ((_mask & (1UL << kind)) == 0)
        {
            Insert(kind, slot);
        }

        return ref _sums![slot];
    }

    private void Insert(int kind, int slot)
    {
        int used = BitOperations.PopCount(_mask);
        if (used == (_sums?.Length ?? 0))
        {
            Array.Resize(ref _sums, Math.Max(4, used * 2));
        }

        Array.Copy(_sums!, slot, _sums!, slot + 1, used - slot);
        _sums![slot] = default;
        _mask |= 1UL << kind;
    }
}
