using CsCheck;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class SelectionBudgetTests
{
    [Fact]
    public void The_budget_is_never_exceeded_and_what_is_kept_is_verbatim_in_any_script() =>
        Gen.Select(SelectionSamples.Sources.Array[0, 5], SelectionSamples.Texts, Gen.Int[1, 300], SelectionSamples.Of("[…]", null)).Sample(
            static (sources, question, tokens, marker) =>
            {
                SelectionOptions options = SelectionSamples.Budget(tokens) with { MinimumSignal = 0, OmissionMarker = marker };
                SelectedContext selected = SelectionSamples.Selector.Select(sources, question, options);

                return (selected.Refusal is not null || SelectionSamples.Tokens(selected.Text) <= tokens)
                    && selected.TokensAfter.AtMost == SelectionSamples.Tokens(selected.Text)
                    && selected.Sources.Zip(sources).All(static pair => Covers(pair.First, pair.Second.Text));
            },
            iter: 2_000);

    [Fact]
    public void At_least_19_of_20_tokens_are_used_where_there_are_small_units()
    {
        string text = string.Concat(Enumerable.Range(1, 200).Select(static line => $"Parcel {line} weighs {line * 7} kg. "));

        SelectedContext selected = SelectionSamples.Cut(text, "What does parcel 70 weigh?", 300);

        Assert.InRange(selected.TokensAfter.Tokens, 285, 300);
        Assert.Contains("Parcel 70 weighs 490 kg.", selected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_fits_comes_back_as_it_was()
    {
        SelectedContext selected = SelectionSamples.Cut(" Short.  Text. ", "What?", 100);

        Assert.Equal(" Short.  Text. ", selected.Text);
        Assert.True(Assert.Single(selected.Sources).IsUnchanged);
        Assert.Null(selected.Refusal);
    }

    [Fact]
    public void Titles_and_marks_of_omission_count()
    {
        ContextSource[] sources = [.. Enumerable.Range(1, 30).Select(static each => new ContextSource($"Invoice {each} is paid. It came late. Nothing else is known of it.", $"Customer number {each}"))];

        SelectedContext selected = SelectionSamples.Selector.Select(sources, "Which invoice of customer number 12 is paid?", SelectionSamples.Budget(120));

        Assert.InRange(SelectionSamples.Tokens(selected.Text), 1, 120);
        Assert.StartsWith("Customer number", selected.Text, StringComparison.Ordinal);
        Assert.Contains("Customer number 12\nInvoice 12 is paid.", selected.Text, StringComparison.Ordinal);
    }

    // Kept and dropped ranges tile the text, and what was kept stands in the result letter for letter and in order.
    private static bool Covers(SelectedSource source, string original)
    {
        int end = 0;
        foreach (TextRange range in source.Kept.Concat(source.Dropped.Select(static dropped => dropped.Range)).OrderBy(static range => range.Start))
        {
            if (range.Start != end || range.Length <= 0)
            {
                return false;
            }

            end = range.End;
        }

        int at = 0;
        foreach (TextRange range in source.Kept)
        {
            int found = source.Text.IndexOf(original[range.Start..range.End], at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + range.Length;
        }

        return end == original.Length;
    }
}
