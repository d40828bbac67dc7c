namespace TokenFinOps.Ledger.Query;

/// <summary>Puts the groups of a report in order, keeps the first ones and, in a hierarchy, sums them up at every level.</summary>
/// <remarks>Subtotals are sums of tallies and not of finished totals, so that they are exact and have percentiles of their own. Not thread-safe.</remarks>
internal sealed class RowRanking(LedgerQuery query)
{
    private readonly List<RankedRow> _rows = [];
    private readonly int _depth = query.Hierarchy?.Levels.Length ?? query.Dimensions.Length;

    /// <summary>Gets the rows: every subtotal before what it sums up.</summary>
    public IReadOnlyList<RankedRow> Rows => _rows;

    /// <summary>Gets what was left out.</summary>
    public CurrencyTallies Rest { get; } = new();

    /// <summary>Ranks groups, each time bucket and currency for itself.</summary>
    public void Add(IEnumerable<KeyValuePair<GroupKey, Tally>> groups)
    {
        foreach (IEnumerable<KeyValuePair<GroupKey, Tally>> part in groups.GroupBy(static group => group.Key.Prefix(0)).OrderBy(static part => part.Key))
        {
            AddLevel(part, query.Hierarchy is null ? _depth : 1);
        }
    }

    private void AddLevel(IEnumerable<KeyValuePair<GroupKey, Tally>> groups, int depth)
    {
        int rank = 0;
        foreach (Sibling sibling in Ranked(groups, depth))
        {
            if (++rank > query.Limit)
            {
                Rest.Add(sibling.Key.Currency, sibling.Tally);
                continue;
            }

            _rows.Add(new RankedRow(sibling.Key, sibling.Tally, depth < _depth));
            if (depth < _depth)
            {
                AddLevel(sibling.Members, depth + 1);
            }
        }
    }

    private List<Sibling> Ranked(IEnumerable<KeyValuePair<GroupKey, Tally>> groups, int depth)
    {
        List<Sibling> siblings = depth == _depth
            ? [.. groups.Select(group => new Sibling(group.Key, group.Value, [], RankOf(group.Value)))]
            : [.. groups.GroupBy(group => group.Key.Prefix(depth)).Select(SumOf)];
        siblings.Sort(static (left, right) =>
        {
            int order = Nullable.Compare(right.Rank, left.Rank);
            return order != 0 ? order : left.Key.CompareTo(right.Key);
        });
        return siblings;
    }

    private Sibling SumOf(IGrouping<GroupKey, KeyValuePair<GroupKey, Tally>> members)
    {
        var sum = new Tally();
        foreach ((_, Tally tally) in members)
        {
            sum.Add(tally);
        }

        return new Sibling(members.Key, sum, members, RankOf(sum));
    }

    private decimal? RankOf(Tally tally) => query.Measure is { } measure ? tally.ValueOf(measure, query.MeasuredKind) : null;

    private readonly record struct Sibling(GroupKey Key, Tally Tally, IEnumerable<KeyValuePair<GroupKey, Tally>> Members, decimal? Rank);
}
