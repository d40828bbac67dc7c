using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Tests.Fakes;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression.Lint;

/// <summary>An application whose prompts are looked at. Tokens are words, unless a test counts otherwise.</summary>
internal sealed class LintedApplication
{
    public LintedApplication(Action<PromptLintOptions>? configure = null, TestChatClient? provider = null, ITokenCounter? counter = null, Attributor? attributor = null)
    {
        var options = new PromptLintOptions { MinimumCalls = 10 };
        configure?.Invoke(options);
        Meter = new TestMeter(provider ?? TestChatClient.Answering(), attributor: attributor);
        Lint = new PromptLint(options, counter ?? new TestMeter.WordCounter(), Meter.Time);
        Client = new PromptLintChatClient(Meter.Client, Lint, Log);
    }

    public TestMeter Meter { get; }

    public PromptLint Lint { get; }

    public LogRecorder<PromptLintChatClient> Log { get; } = new();

    public PromptLintChatClient Client { get; }

    public IEnumerable<PromptLintFinding> Findings => Lint.Report().Findings;

    public static string Sentence(string name, int words) => string.Join(' ', Enumerable.Range(0, words).Select(i => $"{name}{i}")) + ". ";

    /// <summary>Instructions that are long enough to be cached.</summary>
    public static string Manual(int sentences = 60) => string.Concat(Enumerable.Range(0, sentences).Select(static i => Sentence($"rule{i}word", 20)));

    public static AIFunction Tool(string name) => AIFunctionFactory.Create(static (string city) => city, name, "Looks something up about a city, for people who ask.");

    public async Task CallAsync(bool streaming, string instructions, string question, params AITool[] tools) =>
        await CallAsync(streaming, [new ChatMessage(ChatRole.System, instructions), new ChatMessage(ChatRole.User, question)], tools);

    public async Task CallAsync(bool streaming, IEnumerable<ChatMessage> messages, params AITool[] tools)
    {
        var options = new ChatOptions { Tools = tools };
        if (streaming)
        {
            await Client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            await Client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        }
    }
}
