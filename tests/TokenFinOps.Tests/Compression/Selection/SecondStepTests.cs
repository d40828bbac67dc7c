using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class SecondStepTests
{
    private static readonly ContextSource[] Others = [.. Enumerable.Range(1, 12).Select(static each => new ContextSource(
        $"The Harbour Song {each} is a song by the band Grey Weather. It was played on the radio in the years after the war. Its words are of the sea and of ships.",
        $"Harbour Song {each}"))];

    [Fact]
    public void What_the_best_sentence_names_is_asked_for_the_rest_of_the_question()
    {
        SelectedContext selected = Select(
            "In which county was the writer of The Lantern Walk born?",
            new ContextSource("The Lantern Walk is a song that was written by Edna Marlowe for a play.", "The Lantern Walk"),
            new ContextSource("Edna Marlowe was a composer and teacher. Many pupils praised her patience. She was born in the county of Kent and grew up by the river.", "Edna Marlowe"));

        Assert.Contains("written by Edna Marlowe", selected.Text, StringComparison.Ordinal);
        Assert.Contains("She was born in the county of Kent", selected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_surname_is_enough_to_be_led_to_a_title()
    {
        SelectedContext selected = Select(
            "In which county was the writer of The Lantern Walk born?",
            new ContextSource("The Lantern Walk is a song from a play that the older Marlowe wrote.", "The Lantern Walk"),
            new ContextSource("A composer and teacher of many pupils. The county of Kent is where the birth is on record.", "Edna Marlowe (composer)"));

        Assert.Contains("The county of Kent is where", selected.Text, StringComparison.Ordinal);
    }

    private static SelectedContext Select(string question, params ContextSource[] sources) =>
        SelectionSamples.Selector.Select([.. Others[..6], .. sources, .. Others[6..]], question, SelectionSamples.Budget(110));
}
