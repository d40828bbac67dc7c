using System.Globalization;
using System.Runtime.ExceptionServices;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Some entries of a group, with the numbers of their values and what is written of them.</summary>
/// <remarks>Thread-safe as <see cref="EntryRows"/> says.</remarks>
internal sealed class EntryRowPart(KeyTable keys)
{
    public const int Size = 64;

    // 29 digits, the sign and the point.
    private const int MostDigits = 31;
    private const int Fresh = 0;
    private const int Begun = 1;
    private const int Ready = 2;

    private readonly List<EntryRow> _rows = new(Size);
    private readonly ByteWriter _bytes = new();
    private ExceptionDispatchInfo? _fault;
    private int _state;

    public int Count => _rows.Count;

    public bool IsReady => Volatile.Read(ref _state) == Ready;

    public EntryRow this[int row] => _rows[row];

    public void Add(int index, LedgerEntry entry) => _rows.Add(new EntryRow(index, entry));

    /// <summary>Gets the bytes that rows refer to. Only when it is ready.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written;

    /// <summary>Numbers the values that nobody remembers, with the file. Only for the one that inserts, when it is ready.</summary>
    public void Number()
    {
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows[row].Key is null)
            {
                _rows[row] = _rows[row] with { Key = keys.FindOrAdd(_rows[row].Entry) };
            }
        }
    }

    /// <summary>Makes it ready, unless somebody else has begun.</summary>
    public void MakeReady()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Fresh) != Fresh)
        {
            return;
        }

        try
        {
            Make();
        }
        catch (Exception fault)
        {
            // Whoever waits for the part has to be told.
            _fault = ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            Volatile.Write(ref _state, Ready);
        }
    }

    /// <summary>Waits for somebody else who makes it ready.</summary>
    /// <exception cref="Exception">What was thrown while it was made ready.</exception>
    public void WaitUntilReady()
    {
        for (var spin = default(SpinWait); !IsReady;)
        {
            spin.SpinOnce();
        }

        _fault?.Throw();
    }

    public void Clear()
    {
        _rows.Clear();
        _bytes.Clear();
        _fault = null;
        _state = Fresh;
    }

    private void Make()
    {
        for (int row = 0; row < _rows.Count; row++)
        {
            LedgerEntry entry = _rows[row].Entry;
            int start = _bytes.Written.Length;
            EntryCodec.Write(entry, _bytes);
            _rows[row] = _rows[row] with
            {
                Key = keys.TryGet(entry, out long key) ? key : null,
                Packed = start.._bytes.Written.Length,
                List = Digits(entry.Cost.List),
                Effective = Digits(entry.Cost.Effective),
                Baseline = Digits(entry.BaselineCost),
            };
        }
    }

    private Range Digits(decimal? amount)
    {
        if (amount is not { } known)
        {
            return default;
        }

        Span<byte> digits = stackalloc byte[MostDigits];
        known.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        int start = _bytes.Written.Length;
        _bytes.Raw(digits[..length]);
        return start.._bytes.Written.Length;
    }
}
