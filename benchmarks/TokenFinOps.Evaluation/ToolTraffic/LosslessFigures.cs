using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.ToolTraffic;

/// <summary>Adds up how many tokens tool results take as Microsoft.Extensions.AI sends them and as shortened, and reads every shortened one back.</summary>
internal sealed class LosslessFigures(ITokenCounter counter)
{
    public const string Model = "gpt-5";

    private readonly PromptCompressor _compressor = new();

    public long Results { get; private set; }

    public long Sent { get; private set; }

    /// <summary>Gets the tokens with white space taken out and nothing else.</summary>
    public long Minified { get; private set; }

    public long Shortened { get; private set; }

    public int RoundTripFailures { get; private set; }

    public double Milliseconds { get; private set; }

    public void Add(IReadOnlyList<ChatMessage> messages)
    {
        CompressedPrompt prompt = _compressor.Compress(messages, null, new CompressionTarget(Model));
        Milliseconds += prompt.Receipt.Duration.TotalMilliseconds;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int message = 0; message < messages.Count; message++)
        {
            for (int content = 0; content < messages[message].Contents.Count; content++)
            {
                if (messages[message].Contents[content] is FunctionResultContent original)
                {
                    Add((JsonElement)original.Result!, (FunctionResultContent)prompt.Messages[message].Contents[content], texts);
                }
            }
        }
    }

    private void Add(JsonElement result, FunctionResultContent sent, Dictionary<string, string> texts)
    {
        string wire = JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions);
        string text = sent.Result as string ?? wire;
        Results++;
        Sent += Count(wire);
        Minified += Count(JsonSerializer.Serialize(result));
        Shortened += Count(text);
        texts[sent.CallId] = text;
        if (!IsSame(result, Resolved(text, texts)))
        {
            RoundTripFailures++;
        }
    }

    // A reference names the call whose result it repeats.
    private static string Resolved(string text, Dictionary<string, string> texts) =>
        text.StartsWith("[Same as the result of ", StringComparison.Ordinal) && texts.FirstOrDefault(each => text.Contains($" {each.Key} ", StringComparison.Ordinal)) is { Value: { } first } ? first : text;

    private static bool IsSame(JsonElement result, string text)
    {
        if (result.ValueKind == JsonValueKind.String && result.GetString() == text)
        {
            return true;
        }

        try
        {
            using JsonDocument read = JsonDocument.Parse(TabularJson.Decode(text));
            return JsonElement.DeepEquals(read.RootElement, result.ValueKind == JsonValueKind.String ? ToolResults.Typed(result.GetString()!) : result);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return text == JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions);
        }
    }

    private long Count(string text) => counter.CountText(text, Model).Tokens;
}
