using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Benchmarks;

/// <summary>
/// What it takes to shorten a prompt of some 10,000 tokens: never seen before, and come again as in the next call of its conversation. Beside it counting its tokens once,
/// which whoever keeps to a budget of tokens has to do: what is more than that is the compressor's own.
/// </summary>
[MemoryDiagnoser]
public class CompressionBenchmarks
{
    private const int Results = 8;
    private const int Rows = 20;
    private const int Sentences = 450;

    private static readonly CompressionTarget Target = new("gpt-5", "openai");
    private readonly PromptLint _lint = new();
    private List<ChatMessage> _records = [];
    private PromptCompressor _again = null!;
    private string _document = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _records = Conversation(random);
        _document = Document(random);
        _again = new PromptCompressor(new PromptCompressionOptions(), NewCounter());
        _again.Compress(_records, null, Target);
        LintAgain();
        Console.WriteLine($"// {NewCounter().CountInput(_records, null, "gpt-5").Tokens} tokens of records, {NewCounter().CountText(_document, "gpt-5").Tokens} of prose");
    }

    [Benchmark(Baseline = true)]
    public long CountRecords() => NewCounter().CountInput(_records, null, "gpt-5").Tokens;

    /// <summary>Counts the results in both forms, reads back what it wrote, plans.</summary>
    [Benchmark]
    public long CompressRecordsFirst() => new PromptCompressor(new PromptCompressionOptions(), NewCounter()).Compress(_records, null, Target).Receipt.TokensAfter;

    [Benchmark]
    public long CompressRecordsAgain() => _again.Compress(_records, null, Target).Receipt.TokensAfter;

    [Benchmark]
    public int LintAgain()
    {
        LintedCall call = _lint.Look(_records, null, new LintSource(TagSet.Empty, null, null, "openai", "gpt-5"));
        _lint.Add(call, default, null);
        return call.Pieces.Length;
    }

    [Benchmark]
    public long CountProse() => NewCounter().CountText(_document, "gpt-5").Tokens;

    [Benchmark]
    public long SelectQuarterOfProse() =>
        new ExtractiveSelector(NewCounter()).Select(_document, "Which harbour did the ship of Almeida leave in 1504?", new SelectionOptions { MaxTokens = 2_500, Model = "gpt-5" }).TokensAfter.Tokens;

    // A counter remembers what it has counted; a new one has counted nothing. The tokenizer's tables are shared.
    private static TokenCounter NewCounter() => new(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });

    private static List<ChatMessage> Conversation(Random random)
    {
        List<ChatMessage> messages = [new(ChatRole.System, "You book flights."), new(ChatRole.User, "Which one is cheapest?")];
        for (int i = 0; i < Results; i++)
        {
            JsonElement rows = JsonSerializer.SerializeToElement(Enumerable.Range(0, Rows).Select(_ => new
            {
                flight = $"HAT{random.Next(1_000):000}",
                origin = "DEN",
                destination = "LAS",
                departure = $"2024-05-{random.Next(10, 30)}T{random.Next(10, 24)}:15:00",
                seats = new { economy = random.Next(20), business = random.Next(9) },
                price = random.Next(90, 900),
            }));
            messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call_{i}", "search")]));
            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{i}", rows)]));
        }

        return messages;
    }

    private static string Document(Random random)
    {
        string[] words = ["the", "ship", "of", "a", "captain", "harbour", "left", "in", "spices", "and", "crew", "north", "winter", "Lisbon", "letters", "king", "were", "carried", "to", "trade", "wind", "months"];
        var text = new StringBuilder();
        for (int i = 0; i < Sentences; i++)
        {
            text.Append(i == Sentences / 2 ? "The ship of Almeida left the harbour of Belem in 1504" : "On day ").Append(CultureInfo.InvariantCulture, $" {i}");
            for (int j = random.Next(10, 25); j > 0; j--)
            {
                text.Append(' ').Append(words[random.Next(words.Length)]);
            }

            text.Append(i % 6 == 5 ? ".\n\n" : ". ");
        }

        return text.ToString();
    }
}
