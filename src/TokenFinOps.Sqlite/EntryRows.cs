using TokenFinOps.Ledger;

namespace TokenFinOps.Sqlite;

/// <summary>The entries of a group on their way into the table. Numbering and packing them takes no file, so another core does it ahead of the one that inserts.</summary>
/// <remarks>
/// They are made ready in parts. Whoever comes to a part first makes it ready; the other takes it as it is, and waits only while it is being made. So nobody waits for a core that
/// has other things to do. Used again after <see cref="Clear"/>. Thread-safe for one that inserts and one that is ahead, between <see cref="Add"/> and <see cref="Clear"/>.
/// </remarks>
internal sealed class EntryRows(KeyTable keys) : IDisposable
{
    private readonly List<EntryRowPart> _parts = [];
    private readonly ManualResetEventSlim _numbered = new();
    private volatile bool _isGivenUp;

    /// <summary>Gets how many entries there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the parts, in the order of their entries.</summary>
    public IEnumerable<EntryRowPart> Parts => _parts.Take((Count + EntryRowPart.Size - 1) / EntryRowPart.Size);

    /// <summary>Adds an entry.</summary>
    /// <param name="index">Its place in the group.</param>
    /// <param name="entry">The entry.</param>
    public void Add(int index, LedgerEntry entry)
    {
        if (Count == _parts.Count * EntryRowPart.Size)
        {
            _parts.Add(new EntryRowPart(keys));
        }

        _parts[Count++ / EntryRowPart.Size].Add(index, entry);
    }

    /// <summary>Gets a value indicating whether everything is ready.</summary>
    public bool AreReady => Parts.All(static part => part.IsReady);

    /// <summary>Makes everything ready that nobody has begun with, and waits for the rest.</summary>
    public void MakeReady()
    {
        foreach (EntryRowPart part in Parts)
        {
            part.MakeReady();
        }

        foreach (EntryRowPart part in Parts)
        {
            part.WaitUntilReady();
        }
    }

    /// <summary>Numbers the values that nobody remembers, with the file. Only for the one that inserts, when everything is ready.</summary>
    public void Number()
    {
        foreach (EntryRowPart part in Parts)
        {
            part.Number();
        }

        _numbered.Set();
    }

    /// <summary>Lets those go on who wait for numbers, because there will be none.</summary>
    public void GiveUp()
    {
        _isGivenUp = true;
        _numbered.Set();
    }

    /// <summary>Waits until everything has a number.</summary>
    /// <returns><see langword="false"/> when the one that inserts has given up.</returns>
    public bool WaitUntilNumbered()
    {
        _numbered.Wait();
        return !_isGivenUp;
    }

    public void Clear()
    {
        foreach (EntryRowPart part in Parts)
        {
            part.Clear();
        }

        Count = 0;
        _isGivenUp = false;
        _numbered.Reset();
    }

    public void Dispose() => _numbered.Dispose();
}
