using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>What keeping a unit costs in tokens, about: texts are counted when first asked for, and what stands between units is guessed. Not thread-safe.</summary>
internal sealed class UnitCosts : IDisposable
{
    private const int Unknown = 0;
    private const int LongestToken = 12;

    private readonly Layout _layout;
    private readonly ITokenCounter _counter;
    private readonly SelectionOptions _options;
    private readonly RentedList<int> _units;
    private readonly RentedList<int> _headings;
    private readonly RentedList<int> _headingUses;
    private readonly RentedList<int> _sourceUses;
    private readonly int _marker;

    public UnitCosts(Layout layout, ITokenCounter counter, SelectionOptions options)
    {
        (_layout, _counter, _options) = (layout, counter, options);
        _units = RentedList<int>.Zeros(layout.Units.Length);
        _headings = RentedList<int>.Zeros(layout.Headings.Length);
        _headingUses = RentedList<int>.Zeros(layout.Headings.Length);
        _sourceUses = RentedList<int>.Zeros(layout.Sources.Count);
        _marker = options.OmissionMarker is { Length: > 0 } marker ? Count(" " + marker) : 0;
    }

    /// <summary>Gets what a unit adds to a selection.</summary>
    public int Of(int unit, Selection selection)
    {
        Unit each = _layout.Units[unit];
        return Text(unit) + Headings(each.Head) + Source(each.Source) + (_marker * Gaps(unit, selection));
    }

    /// <summary>Gets a number that a unit's cost is hardly below, without counting it.</summary>
    public int Least(int unit) => _units[unit] != Unknown ? _units[unit] : _layout.Units[unit].Length / LongestToken;

    /// <summary>Gets the tokens of a unit's own text.</summary>
    public int Text(int unit)
    {
        if (_units[unit] == Unknown)
        {
            _units[unit] = Beginning(unit, _layout.Units[unit].Length);
        }

        return _units[unit];
    }

    /// <summary>Gets the tokens of a unit's first characters.</summary>
    public int Beginning(int unit, int length)
    {
        Unit each = _layout.Units[unit];
        string text = _layout.Sources[each.Source].Text;
        // Most tokenizers count a space with the word behind it.
        int start = each.Start > 0 && text[each.Start - 1] == ' ' ? each.Start - 1 : each.Start;
        return Count(text.AsSpan(start, each.Start + length - start)) + (each.Start > 0 && text[each.Start - 1] == '\n' ? 1 : 0);
    }

    /// <summary>Gets what a unit or its beginning costs beside its text, at least.</summary>
    public int Around(int unit, Selection selection)
    {
        Unit each = _layout.Units[unit];
        return Headings(each.Head) + Source(each.Source) + Math.Min(0, _marker * Gaps(unit, selection)) - 1;
    }

    /// <summary>Notes that a unit was taken (1) or given back (-1): its headings are paid once.</summary>
    public void Use(int unit, int change)
    {
        Unit each = _layout.Units[unit];
        _sourceUses[each.Source] += change;
        for (int head = each.Head; head >= 0; head = _layout.Headings[head].Parent)
        {
            _headingUses[head] += change;
        }
    }

    public void Dispose()
    {
        _units.Dispose();
        _headings.Dispose();
        _headingUses.Dispose();
        _sourceUses.Dispose();
    }

    private int Headings(int head)
    {
        int cost = 0;
        for (; head >= 0; head = _layout.Headings[head].Parent)
        {
            if (_headingUses[head] == 0)
            {
                _headings[head] = _headings[head] == Unknown ? Count(_layout.TextOf(_layout.Headings[head])) + 1 : _headings[head];
                cost += _headings[head];
            }
        }

        return cost;
    }

    private int Source(int source) =>
        _sourceUses[source] > 0 ? 0 : 1 + (_layout.Sources[source].Title is { } title ? Count(title) + 1 : 0);

    // How many marks of omission more it takes, or fewer.
    private int Gaps(int unit, Selection selection)
    {
        bool before = unit > 0 && _layout.Units[unit - 1].Source == _layout.Units[unit].Source && selection[unit - 1];
        bool after = unit + 1 < _layout.Units.Length && _layout.Units[unit + 1].Source == _layout.Units[unit].Source && selection[unit + 1];
        return before && after ? -1 : before || after ? 0 : 1;
    }

    private int Count(ReadOnlySpan<char> text) => (int)Math.Min(int.MaxValue / 4, _counter.CountText(text, _options.Model, _options.Provider).AtMost);
}
