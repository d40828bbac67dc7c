using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Pruning;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Tests.Compression;

public sealed class WordPruningTests
{
    private const string Prose =
        "The company was founded in 1911 and is based in the city of Armonk. It is a maker of computers, and the owner of a large number of patents for the design of chips. "
        + "In the years that followed it was the leader of the market for a decade.";

    private static readonly CompressionTarget Gpt5 = new("gpt-5");

    [Theory]
    [InlineData("It was the leader of an industry.", "It was leader of industry.")]
    [InlineData("Please note that the fee is 5 dollars.", "fee is 5 dollars.")]
    [InlineData("The fee is due. A fine is not.", "fee is due. fine is not.")]
    public void Articles_and_empty_phrases_are_taken_out_of_english_prose(string sentence, string pruned) =>
        Assert.EndsWith("\n" + pruned, WordPruner.Prune(Prose + "\n" + sentence), StringComparison.Ordinal);

    [Theory]
    [InlineData("Only a few came, and a little later a hundred.")]
    [InlineData("Take it twice a day at 5 dollars an hour.")]
    [InlineData("Vitamin A and Plan A were in The Hague with The Who.")]
    [InlineData("Say \"the end\" and run `rm the file`.")]
    [InlineData("```\nfor the in a:\n    pass\n```")]
    [InlineData("Open /usr/the file or a.b or x-a y.")]
    [InlineData("No more than 4, not 5, unless none of them, except very few.")]
    public void What_a_meaning_hangs_on_stays(string sentence) =>
        Assert.EndsWith("\n" + sentence, WordPruner.Prune(Prose + "\n" + sentence), StringComparison.Ordinal);

    [Theory]
    [InlineData("the quick brown fox")]
    [InlineData("Die Firma wurde 1911 gegründet und hat ihren Sitz in Armonk. Sie baut Rechner, hält viele Patente und war lange an der Spitze des Marktes, an dem sie noch heute teilnimmt, in was auch immer.")]
    [InlineData("GET /the 200 ok\nGET /a 404 missing\nPOST /an 500 failed the upstream a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff")]
    public void Other_languages_short_texts_and_logs_are_left_alone(string text) => Assert.Same(text, WordPruner.Prune(text));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_what_a_prompt_brings_along_is_pruned_and_only_if_it_is_asked_for(bool isAsked)
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { PruneWords = isAsked });
        List<ChatMessage> messages = ToolConversation.Of(Prose, ToolConversation.Json($"\"{Prose} Again.\""));
        messages.Insert(0, new ChatMessage(ChatRole.System, Prose));
        messages.Add(new ChatMessage(ChatRole.User, [PromptContext.Of(Prose), new TextContent(Prose)]));

        CompressedPrompt prompt = compressor.Compress(messages, null, Gpt5);

        string pruned = WordPruner.Prune(Prose);
        Assert.Equal(isAsked ? [pruned, pruned + " Again."] : [Prose, Prose + " Again."], ToolConversation.ResultsOf(prompt.Messages));
        Assert.Equal([isAsked ? pruned : Prose, Prose], prompt.Messages[^1].Contents.OfType<TextContent>().Select(static text => text.Text));
        Assert.Equal(Prose, prompt.Messages[0].Text);
        Assert.Equal(isAsked ? 3 : 0, prompt.Receipt.Blocks.Count(static block => block.Step == CompressionStep.Pruned));
    }

    [Fact]
    public void What_is_left_stands_in_the_text_in_the_same_order_with_every_number_and_negation()
    {
        Gen<string> word = Gen.OneOf(
            Gen.Const("the"), Gen.Const("a"), Gen.Const("of"), Gen.Const("and"), Gen.Const("to"), Gen.Const("not"), Gen.Const("4.50"), Gen.Const("no more than"), Gen.Const("The"), Gen.Const("it is important to note that"),
            Gen.Const("\"the"), Gen.Const("`a"), Gen.Const("ORD-7"), Gen.Const(".\n"), Gen.String[Gen.Char, 0, 6]);
        word.Array[30, 120].Select(static words => string.Join(' ', words)).Sample(
            static text =>
            {
                string pruned = WordPruner.Prune(text);
                int at = 0;
                Assert.All(pruned, character => at = text.IndexOf(character, at) + 1 is > 0 and var next ? next : throw new InvalidOperationException("not in order"));
                Assert.Equal(Numbers(text), Numbers(pruned));
                Assert.Equal(Count(text, "not"), Count(pruned, "not"));
            },
            iter: 3_000,
            seed: "0000kAtA10h3");

        static string Numbers(string text) => string.Concat(text.Where(char.IsAsciiDigit));
        static int Count(string text, string word) => Regex.Count(text, $@"\b{word}\b");
    }
}
