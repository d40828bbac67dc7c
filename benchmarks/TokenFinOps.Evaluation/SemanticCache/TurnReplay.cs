using Microsoft.Extensions.AI;
using TokenFinOps.Caching;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Asks conversations through a semantic cache in front of a model whose answers name the question and the conversation that they were made for.</summary>
internal sealed class TurnReplay(SemanticCacheOptions options) : IDisposable
{
    private readonly SemanticCacheChatClient _client = new(new NamingModel(), new Caching.SemanticCache(options));

    public void Dispose() => _client.Dispose();

    public async Task<TurnCounts> AskAllAsync(IReadOnlyList<TurnTopic> topics, CancellationToken cancellationToken)
    {
        TurnCounts counts = default;
        foreach (TurnTopic topic in topics)
        {
            List<ChatMessage> conversation = [];
            for (int turn = 0; turn < topic.Turns.Length; turn++)
            {
                conversation.Add(new ChatMessage(ChatRole.User, topic.Turns[turn]));
                ChatResponse answer = await _client.GetResponseAsync(conversation, null, cancellationToken).ConfigureAwait(false);
                counts = counts.With(answer.GetCacheHit() is not null, NamingModel.Before(answer.Text) == NamingModel.Before(NamingModel.AnswerTo(conversation)), answer.Text == NamingModel.AnswerTo(conversation));
                conversation.AddRange(answer.Messages);
            }
        }

        return counts;
    }

    /// <summary>Asks every follow-up after the first exchange of every other conversation.</summary>
    public async Task<TurnCounts> AskElsewhereAsync(IReadOnlyList<TurnTopic> topics, IProgress<double> progress, CancellationToken cancellationToken)
    {
        TurnCounts counts = default;
        for (int at = 0; at < topics.Count; at++)
        {
            ChatMessage opening = new(ChatRole.User, topics[at].Turns[0]);
            ChatMessage[] exchange = [opening, new(ChatRole.Assistant, NamingModel.AnswerTo([opening]))];
            foreach (string followUp in topics.Where((_, other) => other != at).SelectMany(static other => other.Turns.Skip(1)))
            {
                ChatMessage[] conversation = [.. exchange, new(ChatRole.User, followUp)];
                ChatResponse answer = await _client.GetResponseAsync(conversation, null, cancellationToken).ConfigureAwait(false);
                counts = counts.With(answer.GetCacheHit() is not null, NamingModel.Before(answer.Text) == NamingModel.Before(NamingModel.AnswerTo(conversation)), answer.Text == NamingModel.AnswerTo(conversation));
            }

            progress.Report(0.2 + (0.8 * (at + 1) / topics.Count));
        }

        return counts;
    }

    /// <summary>Answers with all that a person has said so far: two answers are equal only where the questions and what was said before are.</summary>
    private sealed class NamingModel : IChatClient
    {
        private const string Separator = " | ";

        /// <summary>Gets what was said before the question that an answer was made for.</summary>
        public static string Before(string answer) => answer.LastIndexOf(Separator, StringComparison.Ordinal) is >= 0 and var cut ? answer[..cut] : string.Empty;

        public static string AnswerTo(IEnumerable<ChatMessage> messages) =>
            string.Join(Separator, messages.Where(static message => message.Role == ChatRole.User).Select(static message => message.Text.Trim()));

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, AnswerTo(messages))) { FinishReason = ChatFinishReason.Stop });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("The suite asks without streaming.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
