using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class SelectionRefusalTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(1, 60).Select(static each => $"Parcel {each} weighs {each} kg. "));

    [Theory]
    [InlineData("Who painted the ceiling of the chapel?", SelectionRefusal.WeakSignal)]
    [InlineData("", SelectionRefusal.NoQuestion)]
    [InlineData("?!", SelectionRefusal.NoQuestion)]
    public void Nothing_is_cut_when_the_question_has_nothing_to_do_with_the_text(string question, SelectionRefusal refusal)
    {
        SelectedContext selected = SelectionSamples.Cut(Text, question, 100);

        Assert.Equal(refusal, selected.Refusal);
        Assert.Equal(Text, selected.Text);
        Assert.True(selected.Sources[0].IsUnchanged);
    }

    [Fact]
    public void Nothing_is_cut_when_no_unit_fits() =>
        Assert.Equal(SelectionRefusal.BudgetTooSmall, SelectionSamples.Cut(Text, "What does parcel 7 weigh?", 2).Refusal);

    [Fact]
    public void Meaning_can_stand_in_for_shared_words()
    {
        SelectionOptions options = SelectionSamples.Budget(60) with
        {
            Similarity = static (_, units, similarities) => similarities[units.ToList().IndexOf("Parcel 33 weighs 33 kg.")] = 1,
        };

        SelectedContext selected = SelectionSamples.Selector.Select(Text, "Quel colis est lourd ?", options);

        Assert.Null(selected.Refusal);
        Assert.Contains("Parcel 33 weighs 33 kg.", selected.Text, StringComparison.Ordinal);
    }
}
