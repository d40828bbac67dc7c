using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lint;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class RepeatedContextTests
{
    private static readonly string Document = LintedApplication.Manual(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_that_two_tools_return_is_paid_twice(bool streaming)
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(streaming, ToolConversation.Of(Document + $"Page {i}.", Document, "something else"));
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal((PromptLintRule.RepeatedContext, PromptPart.ToolResults, 10L, 1_000L), (finding.Rule, finding.Part, finding.Calls, finding.Tokens));
        Assert.Equal(1_000 * 2.5m / 1_000_000, finding.Cost);
    }

    [Fact]
    public async Task What_the_model_repeats_is_not_the_applications_to_leave_out()
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(
                false, [new ChatMessage(ChatRole.User, Document), new ChatMessage(ChatRole.Assistant, Document), new ChatMessage(ChatRole.User, $"Question {i}?")]);
        }

        Assert.Empty(application.Findings);
    }

    [Fact]
    public async Task Contents_that_are_one_string_are_counted_each()
    {
        var application = new LintedApplication();
        string page = Document.TrimEnd();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, [new ChatMessage(ChatRole.User, [new TextContent(page), new TextContent(page), new TextContent(page), new TextContent($"Question {i}?")])]);
        }

        Assert.Equal((10L, 10L * 200), Assert.Single(application.Findings) is var finding ? (finding.Calls, finding.Tokens) : default);
    }

    [Fact]
    public async Task Short_lines_that_are_alike_by_chance_are_not_repetition()
    {
        var application = new LintedApplication();
        string list = string.Concat(Enumerable.Range(0, 200).Select(static i => $"entry {i}\n{{\n  open: yes\n}}\n"));

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, "Help.", list);
        }

        Assert.Empty(application.Findings);
    }
}
