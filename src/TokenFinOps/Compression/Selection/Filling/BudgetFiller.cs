using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Keeps the best units that fit, and verifies the written text. Not thread-safe; one serves one selection.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>From the best unit down, each is kept that the budget still has room for.</description></item>
/// <item><description>The text is written and counted. What it is too long by is taken off from the least unit up; what is left is filled again.</description></item>
/// <item><description>Where more than a twentieth is left over, the beginning of one more unit is kept (see <see cref="PartFiller"/>).</description></item>
/// </list>
/// </remarks>
internal sealed class BudgetFiller(Layout layout, UnitCosts costs, Renderer renderer, Func<ReadOnlySpan<char>, long> count, long budget, bool allowsParts) : IDisposable
{
    private const double Full = 0.95;
    private const int Refills = 3;

    private readonly RentedList<int> _order = new(512);
    private readonly RentedList<bool> _rejected = RentedList<bool>.Zeros(layout.Units.Length);

    /// <summary>Gets which units are kept.</summary>
    public Selection Kept { get; } = new(layout.Units.Length);

    /// <summary>Keeps units, and leaves the renderer with their text, which fits.</summary>
    /// <returns>The tokens of the text.</returns>
    public long Fill(RentedList<float> scores)
    {
        Order(scores);
        Add(budget);
        long tokens = Verify();
        for (int refill = 0; refill < Refills && !IsFull(tokens) && Add(budget - tokens) > 0; refill++)
        {
            tokens = Verify();
        }

        return IsFull(tokens) ? tokens : AddPart(tokens);
    }

    public void Dispose()
    {
        _order.Dispose();
        _rejected.Dispose();
        Kept.Dispose();
    }

    private bool IsFull(long tokens) => tokens >= Full * budget;

    private long AddPart(long tokens)
    {
        using var filler = new PartFiller(layout, costs, renderer, count, allowsParts);
        return filler.Fill(_order.Span, Kept, tokens, (long)Math.Ceiling(Full * budget), budget);
    }

    private void Order(RentedList<float> scores)
    {
        for (int unit = 0; unit < scores.Count; unit++)
        {
            // The last bits may differ between machines; they shall not decide.
            scores[unit] = MathF.Round(scores[unit], 4);
            if (layout.Units[unit].Original < 0)
            {
                _order.Add(unit);
            }
        }

        _order.Span.Sort((left, right) => scores[left] != scores[right] ? scores[right].CompareTo(scores[left]) : left.CompareTo(right));
    }

    private long Add(long room)
    {
        long added = 0;
        foreach (int unit in _order.Span)
        {
            if (room - added <= 1)
            {
                break;
            }

            if (Kept[unit] || _rejected[unit] || costs.Least(unit) > room - added)
            {
                continue;
            }

            int cost = costs.Of(unit, Kept);
            if (cost <= room - added)
            {
                Take(unit);
                added += cost;
            }
        }

        return added;
    }

    private long Verify()
    {
        for (int least = _order.Count - 1; ;)
        {
            renderer.Write(Kept);
            long excess = count(renderer.Text) - budget;
            if (excess <= 0)
            {
                return excess + budget;
            }

            for (; least >= 0 && excess > 0; least--)
            {
                int unit = _order[least];
                if (Kept[unit])
                {
                    Drop(unit);
                    _rejected[unit] = true;
                    excess -= costs.Of(unit, Kept);
                }
            }
        }
    }

    private void Take(int unit)
    {
        Kept[unit] = true;
        costs.Use(unit, 1);
    }

    private void Drop(int unit)
    {
        Kept[unit] = false;
        costs.Use(unit, -1);
    }
}
