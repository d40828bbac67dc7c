using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>A model that says again what it said to the questions of a matrix.</summary>
internal sealed class CascadeChatClient(string model, IReadOnlyDictionary<string, MatrixRow> rows, ITokenCounter tokens) : IChatClient
{
    /// <summary>The key of the options' property that holds the id of the question: a matrix may ask one thing twice.</summary>
    public const string Question = "question";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        MatrixAnswer answer = rows[(string)options!.AdditionalProperties![Question]!].Answers[model];
        long input = tokens.CountInput(messages, null, model).Tokens;
        return Task.FromResult(Answer(model, answer, input));
    }

    /// <summary>Says again what a model answered.</summary>
    public static ChatResponse Answer(string model, MatrixAnswer answer, long input) => new(new ChatMessage(ChatRole.Assistant, Say(answer)))
    {
        ModelId = model,
        FinishReason = ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = answer.OutputTokens, TotalTokenCount = input + answer.OutputTokens },
    };

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The answers of a matrix are not streamed.");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    // What could not be read out of an answer when the matrix was made cannot be compared now.
    private static string Say(MatrixAnswer answer) =>
        answer.Text ?? (answer.Extracted is not { Length: > 0 } extracted ? string.Empty
            : decimal.TryParse(extracted, System.Globalization.CultureInfo.InvariantCulture, out _) || extracted is [>= 'A' and <= 'Z'] ? $"The answer is {extracted}."
            : extracted);
}
