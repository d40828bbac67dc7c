using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Guardrails;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>The calls of recorded agent runs: one for every message of the model, with what stood before it as history.</summary>
internal static class AgentSessions
{
    private const int CharactersPerToken = 4;
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Calling = TimeSpan.FromSeconds(5);

    public static IEnumerable<SessionTurn> Read(string path)
    {
        long conversation = 0;
        foreach (AgentTranscript run in TranscriptReader.Read(path))
        {
            foreach (SessionTurn turn in TurnsOf(run, ++conversation))
            {
                yield return turn;
            }
        }
    }

    private static IEnumerable<SessionTurn> TurnsOf(AgentTranscript run, long conversation)
    {
        DateTimeOffset at = DateTimeOffset.UnixEpoch;
        List<ChatMessage> history = [];
        List<PromptBlock> prefix = [];
        int question = 0;
        long chain = 0;
        foreach (ChatMessage message in run.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                at += history[^1].Role == ChatRole.Tool ? Calling : Thinking;
                yield return new SessionTurn(conversation, question, at, [.. history], [.. prefix], Tokens(message), message);
            }

            question += message.Role == ChatRole.User ? 1 : 0;
            history.Add(message);
            chain = HashCode.Combine(chain, message.Role.Value, message.Text, Tokens(message), history.Count);
            prefix.Add(new PromptBlock(chain, Tokens(message)));
        }
    }

    private static long Tokens(ChatMessage message) => 4 + (message.Contents.Sum(static content => content switch
    {
        TextContent text => text.Text.Length,
        FunctionResultContent { Result: string result } => result.Length,
        FunctionCallContent call => call.Name.Length + (call.Arguments?.Sum(static argument => argument.Key.Length + $"{argument.Value}".Length) ?? 0),
        _ => 0,
    }) / CharactersPerToken);
}
