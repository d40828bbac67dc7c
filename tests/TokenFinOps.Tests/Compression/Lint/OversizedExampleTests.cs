using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lint;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class OversizedExampleTests
{
    private static readonly string Long = LintedApplication.Manual(15).TrimEnd();

    [Theory]
    [InlineData("You help.\n\n## Examples\n\nFirst this:\n\n{0}\n\n### Another\n\nThen that.\n\n## Rules\n\nBe kind.")]
    [InlineData("You help.\n<examples>\n<example>\nQuestion\n\n{0}</example>\n</examples>\nBe kind.")]
    [InlineData("You help.\n\nExample 1: {0}\n\nBe kind.")]
    [InlineData("You help.\n\nQ: what?\nA: {0}\n\nQ: why?\nA: so\n\nBe kind.")]
    public async Task Long_examples_in_instructions_are_reported_from_the_limit_on(string instructions)
    {
        var application = new LintedApplication(static options => options.ExampleTokens = 100);

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, string.Format(null, instructions, Long), $"Question {i}?");
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal((PromptLintRule.OversizedExamples, PromptPart.Instructions, 10L), (finding.Rule, finding.Part, finding.Calls));
        Assert.InRange(finding.Tokens, 10 * 200, 10 * 215);
    }

    [Theory]
    [InlineData("You help. For example, say hello.\n\n{0}")]
    [InlineData("# Manual\n\n{0}\n\n# Examples\n\nSay hello.")]
    [InlineData("Input: {0}")]
    public async Task Other_long_instructions_are_not_examples(string instructions)
    {
        var application = new LintedApplication(static options => options.ExampleTokens = 100);

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, string.Format(null, instructions, Long), $"Question {i}?");
        }

        Assert.Empty(application.Findings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turns_with_which_every_conversation_begins_are_examples(bool streaming)
    {
        var application = new LintedApplication(static options => options.ExampleTokens = 100);

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(
                streaming,
                [
                    new ChatMessage(ChatRole.System, "Help."), new ChatMessage(ChatRole.User, Long), new ChatMessage(ChatRole.Assistant, "Yes."),
                    new ChatMessage(ChatRole.User, $"Question {i}?"), new ChatMessage(ChatRole.Assistant, "What?"), new ChatMessage(ChatRole.User, "That."),
                ]);
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal((PromptLintRule.OversizedExamples, PromptPart.User, 10L, 10L * (300 + 1 - 100)), (finding.Rule, finding.Part, finding.Calls, finding.Tokens));
    }

    [Fact]
    public async Task One_long_conversation_is_not_an_example()
    {
        var application = new LintedApplication(static options => options.ExampleTokens = 100);
        List<ChatMessage> turns = [new(ChatRole.User, Long), new(ChatRole.Assistant, "Yes.")];

        for (int i = 0; i < 30; i++)
        {
            turns.Add(new ChatMessage(ChatRole.User, $"Question {i}?"));
            await application.CallAsync(false, turns);
            turns.Add(new ChatMessage(ChatRole.Assistant, "Yes."));
        }

        Assert.Empty(application.Findings);
    }
}
