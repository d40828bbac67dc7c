using TokenFinOps.Compression.Lint;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class VerboseInstructionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_that_say_nothing_are_counted(bool streaming)
    {
        var application = new LintedApplication(static options => options.FillerTokens = 5);

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(streaming, "It is important to note that you answer in French. Please make sure to be brief in order to save time.", "Hello.");
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal((PromptLintRule.VerboseInstructions, PromptPart.Instructions, 10L, 10L * (6 + 4 + 2)), (finding.Rule, finding.Part, finding.Calls, finding.Tokens));
    }

    [Theory]
    [InlineData("Never answer in French. Do not say more than is asked. If you must, ask first.")]
    [InlineData("Antworte bitte auf Französisch, und zwar sehr gern so kurz wie nur irgend möglich.")]
    [InlineData("Keep the very0 pleased every thankful ID as it is: pleaseX, xvery.")]
    public async Task Instructions_that_say_something_are_left_in_peace(string instructions)
    {
        var application = new LintedApplication(static options => options.FillerTokens = 1);

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, instructions, "Hello.");
        }

        Assert.Empty(application.Findings);
    }
}
