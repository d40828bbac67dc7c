using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class ConversationTests
{
    private const string Topic = "Ann: Let us come to the boiler.";

    [Fact]
    public void What_follows_the_turn_that_raises_a_topic_is_kept_before_what_precedes_it()
    {
        string[] turns = [.. Talk(0, 40), Topic, .. Talk(41, 40)];

        int[] kept = Kept(turns, "What was said about the boiler?", tokens: 130);

        Assert.Contains(40, kept);
        Assert.True(kept.Count(static turn => turn > 40) > kept.Count(static turn => turn < 40), string.Join(',', kept));
    }

    [Fact]
    public void Short_answers_do_not_push_apart_what_stands_around_them()
    {
        string[] plain = [.. Talk(0, 40), Topic, .. Talk(41, 40)];
        string[] interrupted = [.. Talk(0, 40), Topic, .. Talk(41, 40).SelectMany(static (turn, at) => new[] { $"Bob: Yes{at}.", turn })];

        Assert.True(Furthest(interrupted) > Furthest(plain), "Turns and answers between them are more units; the window has to reach further in units.");

        static int Furthest(string[] turns) => Kept(turns, "What was said about the boiler?", tokens: 300).Max();
    }

    [Theory]
    [InlineData("What did the nurse think about the boiler?", "Nurse")]
    [InlineData("What did the porter think about the boiler?", "Porter")]
    public void Of_turns_that_say_as_much_those_of_the_speaker_whom_the_question_names_are_kept(string question, string speaker)
    {
        string[] turns = [.. Enumerable.Range(0, 60).Select(static at => (at % 2 == 0 ? "Nurse: " : "Porter: ") + $"The boiler is a matter of word{at}.")];

        int[] kept = Kept(turns, question, tokens: 120);

        Assert.True(kept.Count(turn => turns[turn].StartsWith(speaker, StringComparison.Ordinal)) > kept.Length * 3 / 4, string.Join(',', kept));
    }

    private static IEnumerable<string> Talk(int from, int count) =>
        Enumerable.Range(from, count).Select(static at => $"{(at % 2 == 0 ? "Ann" : "Cy")}: There were some{at} of them{at} on the other{at} side{at}.");

    private static int[] Kept(string[] turns, string question, int tokens)
    {
        SelectedContext selected = SelectionSamples.Cut(string.Join('\n', turns), question, tokens, SourceKind.Dialogue);
        return [.. Enumerable.Range(0, turns.Length).Where(at => selected.Text.Contains(turns[at], StringComparison.Ordinal))];
    }
}
