using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>Finds conversations in a Mooncake trace: a call that begins with all but the last block of an earlier one goes on with its conversation.</summary>
/// <remarks>The trace has lengths and hashes of blocks, no text; the text made here has the length that the trace says.</remarks>
internal static class MooncakeSessions
{
    private const int TokensPerBlock = 512;
    private const int CharactersPerToken = 4;

    public static IEnumerable<SessionTurn> Read(string path)
    {
        var owners = new Dictionary<long, long>();
        var lengths = new Dictionary<long, (int Blocks, int Turns)>();
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } row)
        {
            yield return TurnOf(row, owners, lengths);
        }
    }

    /// <exception cref="EvaluationException">The row has another format.</exception>
    private static SessionTurn TurnOf(string row, Dictionary<long, long> owners, Dictionary<long, (int Blocks, int Turns)> lengths)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(row);
            JsonElement call = json.RootElement;
            long[] blocks = [.. call.GetProperty("hash_ids").EnumerateArray().Select(static id => id.GetInt64())];
            long input = call.GetProperty("input_length").GetInt64();
            long conversation = ConversationOf(blocks, owners, lengths);
            int turn = lengths[conversation].Turns;
            PromptBlock[] prefix = [.. blocks.Select((id, i) => new PromptBlock(id, Math.Clamp(input - ((long)i * TokensPerBlock), 0, TokensPerBlock)))];
            return new SessionTurn(
                conversation,
                turn,
                DateTimeOffset.UnixEpoch.AddMilliseconds(call.GetProperty("timestamp").GetInt64()),
                [
                    new ChatMessage(ChatRole.User, $"conversation {conversation}"),
                    new ChatMessage(ChatRole.Assistant, new string('x', (int)Math.Max(0, input - 10) * CharactersPerToken)),
                    new ChatMessage(ChatRole.User, $"question {turn}"),
                ],
                prefix,
                call.GetProperty("output_length").GetInt64(),
                new ChatMessage(ChatRole.Assistant, "answer"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new EvaluationException($"A row of the trace has no timestamp, input_length, output_length and hash_ids: {exception.Message}", exception);
        }
    }

    private static long ConversationOf(long[] blocks, Dictionary<long, long> owners, Dictionary<long, (int Blocks, int Turns)> lengths)
    {
        int known = 0;
        while (known < blocks.Length && owners.ContainsKey(blocks[known]))
        {
            known++;
        }

        long conversation = known > 0 && lengths[owners[blocks[known - 1]]] is var last && known >= last.Blocks - 1 && known > 1
            ? owners[blocks[known - 1]]
            : lengths.Count;
        foreach (long block in blocks.AsSpan(known))
        {
            owners[block] = conversation;
        }

        int turns = lengths.TryGetValue(conversation, out (int Blocks, int Turns) before) ? before.Turns + 1 : 0;
        lengths[conversation] = (blocks.Length, turns);
        return conversation;
    }
}
