using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Guardrails;
using TokenFinOps.Evaluation.Routing.Sessions;
using TokenFinOps.Evaluation.ToolTraffic;

namespace TokenFinOps.Evaluation.PromptCaching;

/// <summary>Reads the calls of recorded agent runs, or of a Mooncake trace.</summary>
/// <remarks>
/// A trace has hashes of blocks of 512 tokens and no text. Here blocks that several conversations begin with are their instructions; every other one is a tool's result of about
/// that length, made from its hash: three in five are lists of records, the others text of which nothing can be taken away. What an earlier call of the conversation ended with
/// is followed by an answer.
/// </remarks>
internal static class CachedCalls
{
    private const int DefaultCalls = 3_000;
    private const int TokensPerRecord = 37;
    private static readonly string[] Words = ["granite", "harbour", "lantern", "meadow", "orchard", "pepper", "quarry", "ribbon", "saddle", "timber", "velvet", "willow"];

    /// <summary>Reads a suite's data: a trace, of which <c>--calls</c> says how much, or runs.</summary>
    public static IEnumerable<CachedCall> Of(SuiteContext context)
    {
        bool isTrace = context.Data.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);
        return isTrace ? OfTrace(context.Data, context.Arguments.Number("calls", DefaultCalls)) : OfRuns(context.Data);
    }

    public static IEnumerable<CachedCall> OfRuns(string path)
    {
        long conversation = 0;
        foreach (AgentTranscript run in TranscriptReader.Read(path))
        {
            conversation++;
            DateTimeOffset at = DateTimeOffset.UnixEpoch.AddDays(conversation);
            List<ChatMessage> history = [];
            foreach (ChatMessage message in run.Messages)
            {
                if (message.Role == ChatRole.Assistant)
                {
                    yield return new CachedCall(conversation, at += TimeSpan.FromSeconds(20), [.. history]);
                }

                history.Add(message.Contents.OfType<FunctionResultContent>().SingleOrDefault() is { } result
                    ? new ChatMessage(ChatRole.Tool, [new FunctionResultContent(result.CallId, ToolResults.Typed((string)result.Result!))])
                    : message);
            }
        }
    }

    public static IEnumerable<CachedCall> OfTrace(string path, int most)
    {
        HashSet<long> instructions = InstructionsOf(MooncakeSessions.Read(path).Take(most));
        var conversations = new Dictionary<long, (IReadOnlyList<PromptBlock> Blocks, List<ChatMessage> Messages)>();
        foreach (SessionTurn turn in MooncakeSessions.Read(path).Take(most))
        {
            (IReadOnlyList<PromptBlock> before, List<ChatMessage> messages) = conversations.GetValueOrDefault(turn.Conversation, ([], []));
            bool goesOn = before.Count > 0 && before.Count <= turn.Prefix.Count && before.SkipLast(1).Zip(turn.Prefix).All(static pair => pair.First.Id == pair.Second.Id);
            messages = goesOn ? [.. messages, new ChatMessage(ChatRole.Assistant, "Done.")] : Begin(turn.Prefix, instructions);
            Append(turn.At, messages, turn.Prefix, goesOn ? before : [.. turn.Prefix.TakeWhile(block => instructions.Contains(block.Id))]);
            conversations[turn.Conversation] = (turn.Prefix, messages);
            yield return new CachedCall(turn.Conversation, turn.At, messages);
        }
    }

    private static HashSet<long> InstructionsOf(IEnumerable<SessionTurn> turns)
    {
        var first = new Dictionary<long, long>();
        HashSet<long> shared = [];
        foreach (SessionTurn turn in turns)
        {
            foreach (PromptBlock block in turn.Prefix)
            {
                if (!first.TryAdd(block.Id, turn.Conversation) && first[block.Id] != turn.Conversation)
                {
                    shared.Add(block.Id);
                }
            }
        }

        return shared;
    }

    private static List<ChatMessage> Begin(IReadOnlyList<PromptBlock> blocks, HashSet<long> instructions) =>
    [
        .. blocks.TakeWhile(block => instructions.Contains(block.Id)).Select(static block => new ChatMessage(ChatRole.System, TextOf(block))),
        new ChatMessage(ChatRole.User, "Go on."),
    ];

    // The last block of the call before was not full: what fills it is new.
    private static void Append(DateTimeOffset at, List<ChatMessage> messages, IReadOnlyList<PromptBlock> blocks, IReadOnlyList<PromptBlock> sent)
    {
        for (int i = Math.Max(0, sent.Count - 1); i < blocks.Count; i++)
        {
            long added = blocks[i].Tokens - (i < sent.Count ? sent[i].Tokens : 0);
            if (added > 0)
            {
                messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{blocks[i].Id}", ResultOf(blocks[i] with { Tokens = added }))]) { CreatedAt = at });
            }
        }
    }

    private static object ResultOf(PromptBlock block)
    {
        var random = new Random((int)(block.Id * 7_919));
        int records = (int)Math.Max(1, block.Tokens / TokensPerRecord);
        if (block.Id % 5 < 3)
        {
            return JsonSerializer.SerializeToElement(Enumerable.Range(0, records).Select(_ => new { name = Word(random), kind = Word(random), count = random.Next(1_000), price = random.Next(10_000) / 100m }));
        }

        return TextOf(block);
    }

    private static string TextOf(PromptBlock block)
    {
        var random = new Random((int)(block.Id * 7_919));
        var text = new StringBuilder();
        for (long i = 0; i < block.Tokens * 3 / 4; i++)
        {
            text.Append(Word(random)).Append(' ');
        }

        return text.Append('.').ToString();
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];
}
