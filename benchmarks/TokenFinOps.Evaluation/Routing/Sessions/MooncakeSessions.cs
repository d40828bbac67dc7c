using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>Finds conversations in a Mooncake trace: a call that begins with all but the last block of an earlier one goes on with its conversation.</summary>
/// <remarks>
/// The trace has lengths and hashes of blocks, no text; the text made here has the length that the trace says. As in a chat application, a call sends the messages of the call
/// before it, and what has come since.
/// </remarks>
internal static class MooncakeSessions
{
    private const int TokensPerBlock = 512;
    private const int CharactersPerToken = 4;
    private const int TokensPerTurn = 10;

    public static IEnumerable<SessionTurn> Read(string path)
    {
        var owners = new Dictionary<long, long>();
        var known = new Dictionary<long, Conversation>();
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } row)
        {
            yield return TurnOf(row, owners, known);
        }
    }

    /// <exception cref="EvaluationException">The row has another format.</exception>
    private static SessionTurn TurnOf(string row, Dictionary<long, long> owners, Dictionary<long, Conversation> known)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(row);
            JsonElement call = json.RootElement;
            long[] blocks = [.. call.GetProperty("hash_ids").EnumerateArray().Select(static id => id.GetInt64())];
            long input = call.GetProperty("input_length").GetInt64();
            long conversation = ConversationOf(blocks, owners, known);
            Conversation now = known[conversation];
            now.Say(conversation, input);
            PromptBlock[] prefix = [.. blocks.Select((id, i) => new PromptBlock(id, Math.Clamp(input - ((long)i * TokensPerBlock), 0, TokensPerBlock)))];
            return new SessionTurn(
                conversation,
                now.Turns,
                DateTimeOffset.UnixEpoch.AddMilliseconds(call.GetProperty("timestamp").GetInt64()),
                [.. now.Messages],
                prefix,
                call.GetProperty("output_length").GetInt64(),
                new ChatMessage(ChatRole.Assistant, "answer"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new EvaluationException($"A row of the trace has no timestamp, input_length, output_length and hash_ids: {exception.Message}", exception);
        }
    }

    private static long ConversationOf(long[] blocks, Dictionary<long, long> owners, Dictionary<long, Conversation> known)
    {
        int shared = 0;
        while (shared < blocks.Length && owners.ContainsKey(blocks[shared]))
        {
            shared++;
        }

        long conversation = shared > 1 && shared >= known[owners[blocks[shared - 1]]].Blocks - 1 ? owners[blocks[shared - 1]] : known.Count;
        foreach (long block in blocks.AsSpan(shared))
        {
            owners[block] = conversation;
        }

        if (!known.TryGetValue(conversation, out Conversation? before))
        {
            known[conversation] = before = new Conversation();
        }

        before.Blocks = blocks.Length;
        return conversation;
    }

    /// <summary>A conversation as far as it has come.</summary>
    private sealed class Conversation
    {
        private long _tokens;

        public int Blocks { get; set; }

        public int Turns { get; private set; } = -1;

        public List<ChatMessage> Messages { get; } = [];

        /// <summary>Adds what makes the prompt as long as the trace says.</summary>
        public void Say(long conversation, long input)
        {
            Turns++;
            if (Messages.Count == 0)
            {
                Messages.Add(new ChatMessage(ChatRole.User, $"conversation {conversation}"));
            }

            Messages.Add(new ChatMessage(ChatRole.Assistant, new string('x', (int)Math.Max(0, input - _tokens - TokensPerTurn) * CharactersPerToken)));
            Messages.Add(new ChatMessage(ChatRole.User, $"question {Turns}"));
            _tokens = Math.Max(_tokens, input);
        }
    }
}
