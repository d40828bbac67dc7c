using System.Text.Json;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>A conversation: what a person says, turn by turn.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Turns">The questions as they were said.</param>
internal sealed record TurnTopic(int Number, string[] Turns)
{
    /// <summary>Reads a file of conversations.</summary>
    /// <exception cref="EvaluationException">It is missing or malformed.</exception>
    public static IReadOnlyList<TurnTopic> Read(string path)
    {
        string file = DataFile.Find(path) ?? throw new EvaluationException($"There is no file '{path}'.");
        using JsonDocument json = DataFile.OpenJson(file);
        try
        {
            return [.. json.RootElement.EnumerateArray().Select(static topic => new TurnTopic(
                topic.GetProperty("number").GetInt32(),
                [.. topic.GetProperty("turn").EnumerateArray().Select(static turn => turn.GetProperty("raw_utterance").GetString()!)]))];
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EvaluationException($"'{path}' is no list of topics with number, turn and raw_utterance: {exception.Message}");
        }
    }
}
