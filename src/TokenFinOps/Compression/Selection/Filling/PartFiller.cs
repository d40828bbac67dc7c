using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>
/// Fills what whole units leave over: with a unit that fits when it is counted in its place, or with the beginning of a sentence (see <see cref="Cuts"/>).
/// Of the best units that have one, the first that fills; where none does, the one that leaves least, and a whole one is followed by another. What was chosen stays.
/// </summary>
internal sealed class PartFiller(Layout layout, UnitCosts costs, Renderer renderer, Func<ReadOnlySpan<char>, long> count, bool allowsParts) : IDisposable
{
    private const int Candidates = 256;
    private const int Tries = 5;

    // How many tokens a guess may be too high by: at the seams, those of titles, headings and marks run together with what stands beside them.
    private const int Doubt = 8;

    private readonly RentedList<int> _cuts = new(64);

    /// <summary>Adds units and a beginning, and leaves the renderer with the text, which fits.</summary>
    /// <param name="order">The units from the best down.</param>
    /// <param name="kept">What is kept.</param>
    /// <param name="tokens">The tokens of what is kept.</param>
    /// <param name="least">The tokens from which the budget is used.</param>
    /// <param name="most">The budget.</param>
    /// <returns>The tokens of the text.</returns>
    public long Fill(ReadOnlySpan<int> order, Selection kept, long tokens, long least, long most)
    {
        // A whole unit that does not fill the rest makes room for another look: what was too short before may fill what it leaves.
        for (bool isWhole = true; isWhole && tokens < least;)
        {
            (int unit, int end, long reached) = Best(order, kept, tokens, least, most);
            if (unit < 0)
            {
                break;
            }

            isWhole = Take(unit, end, kept);
            tokens = reached;
        }

        renderer.Write(kept);
        return tokens;
    }

    public void Dispose() => _cuts.Dispose();

    private (int Unit, int End, long Tokens) Best(ReadOnlySpan<int> order, Selection kept, long tokens, long least, long most)
    {
        (int Unit, int End, long Tokens) best = (-1, 0, tokens);
        int seen = 0;
        foreach (int unit in order)
        {
            if (kept[unit])
            {
                continue;
            }

            (int end, long reached) = Try(unit, kept, tokens, least, most);
            best = reached > best.Tokens ? (unit, end, reached) : best;
            if (best.Tokens >= least || ++seen == Candidates)
            {
                break;
            }
        }

        return best;
    }

    private bool Take(int unit, int end, Selection kept)
    {
        if (end < layout.Units[unit].End)
        {
            kept.TakePart(unit, end);
            return false;
        }

        kept[unit] = true;
        costs.Use(unit, 1);
        return true;
    }

    // The longest beginning that fits, as it is counted in its place, and the tokens of the whole text with it.
    private (int End, long Tokens) Try(int unit, Selection kept, long tokens, long least, long most)
    {
        long room = most - tokens - costs.Around(unit, kept);
        if (room + Doubt < 1)
        {
            return (0, 0);
        }

        FindCuts(unit);
        if (Longest(unit, room + Doubt) < 0)
        {
            return (0, 0);
        }

        (int End, long Tokens) best = (0, 0);
        int longest = _cuts.Count - 1;
        int shortest = 0;
        for (int attempt = 0; attempt < Tries && best.Tokens < least && shortest <= longest; attempt++)
        {
            int cut = Math.Clamp(Longest(unit, room), shortest, longest);
            int end = layout.Units[unit].Start + _cuts[cut];
            long reached = Count(unit, end, kept);
            best = reached <= most && reached > best.Tokens ? (end, reached) : best;
            (shortest, longest) = reached > most ? (shortest, cut - 1) : (cut + 1, longest);
            room += most - reached;
        }

        return best;
    }

    private void FindCuts(int unit)
    {
        Unit each = layout.Units[unit];
        _cuts.Clear();
        if (allowsParts && layout.Passages[each.Passage].Kind is (SourceKind.Document or SourceKind.Dialogue))
        {
            Cuts.Find(layout.TextOf(each), _cuts);
        }

        _cuts.Add(each.Length);
    }

    private int Longest(int unit, long room)
    {
        // About: what a beginning costs in its place is counted when it is tried.
        int low = -1;
        int high = _cuts.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            int cost = middle == _cuts.Count - 1 ? costs.Text(unit) : costs.Beginning(unit, _cuts[middle]);
            (low, high) = cost <= room ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private long Count(int unit, int end, Selection kept)
    {
        kept.TakePart(unit, end);
        renderer.Write(kept);
        kept.DropPart();
        return count(renderer.Text);
    }
}
