using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Fuzzing;

/// <summary>What is fed with hostile prompts, and what must hold of it whatever it is fed.</summary>
internal static class FuzzTargets
{
    private static readonly TokenCounter Counter = new(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
    private static readonly CompressionTarget Target = new("gpt-5", "openai");
    private static readonly ExtractiveSelector Selector = new(Counter);

    public static IReadOnlyList<(string Name, Action<FuzzInput> Run)> All { get; } =
    [
        ("compress", Compress),
        ("table", RoundTrip),
        ("decode", Decode),
        ("select", Select),
        ("compact", Compact),
        ("lint", Lint),
    ];

    private static void Compress(FuzzInput input)
    {
        List<ChatMessage> messages = input.Messages();
        int? keep = input.Chance(0.5) ? input.Next(3) : null;
        int? limit = input.Chance(0.5) ? 50 + input.Next(200) : null;
        PromptCacheRates? cache = input.Chance(0.5) ? null : new PromptCacheRates(1.25m, 0.1m, 0);
        bool prune = input.Chance(0.3);
        var options = new PromptCompressionOptions { PruneWords = prune, KeepToolResults = keep, MaxContextTokens = limit, AllowUnreadableStubs = true, PromptCache = cache };
        var compressor = new PromptCompressor(options, Counter);
        CompressedPrompt prompt = compressor.Compress(messages, null, Target);
        Hold(prompt.Receipt.TokensAfter <= prompt.Receipt.TokensBefore, $"{prompt.Receipt.TokensBefore} tokens became {prompt.Receipt.TokensAfter}");
        Hold(messages.Count == prompt.Messages.Count, "messages came or went");
        for (int i = 0; i < messages.Count; i++)
        {
            ChatMessage before = messages[i];
            ChatMessage after = prompt.Messages[i];
            Hold(before.Role == after.Role && before.Contents.Count == after.Contents.Count, $"message {i} has another shape");
            for (int j = 0; j < before.Contents.Count; j++)
            {
                AIContent content = before.Contents[j];
                bool mayChange = content is FunctionResultContent { RawRepresentation: null } || ((prune || limit is not null) && content is TextContent && content.AdditionalProperties is { Count: 1 });
                Hold(mayChange || ReferenceEquals(content, after.Contents[j]), $"content {j} of message {i} was changed");
                if (keep is null && limit is null && !prune && content is FunctionResultContent { RawRepresentation: null } result)
                {
                    SaysTheSame(WireText.Of(result.Result), WireText.Of(((FunctionResultContent)after.Contents[j]).Result), i);
                }
            }
        }

        Same(prompt, compressor.Compress(messages, null, Target), "a second time");
        Same(prompt, new PromptCompressor(options, Counter).Compress(messages, null, Target), "by another instance");
    }

    private static void RoundTrip(FuzzInput input)
    {
        string json = input.Json(5).ToJsonString();
        using JsonDocument document = JsonDocument.Parse(json);
        string decoded = TabularJson.Decode(TabularJson.Encode(document.RootElement));
        using JsonDocument again = JsonDocument.Parse(decoded);
        Hold(JsonElement.DeepEquals(document.RootElement, again.RootElement), $"{json} came back as {decoded}");
    }

    private static void Decode(FuzzInput input)
    {
        string text = input.Chance(0.5) ? input.Text() : TabularJson.Encode(JsonSerializer.SerializeToElement(input.Json(4)));
        int cut = input.Next(text.Length + 1);
        try
        {
            string decoded = TabularJson.Decode(input.Chance(0.5) ? text[..cut] : text[..cut] + input.Text());
            JsonDocument.Parse(decoded, new JsonDocumentOptions { MaxDepth = int.MaxValue }).Dispose();
        }
        catch (FormatException)
        {
            // What is not tabular JSON is refused in this way and in no other.
        }
    }

    private static void Select(FuzzInput input)
    {
        ContextSource[] sources = [.. Enumerable.Range(0, 1 + input.Next(4)).Select(_ => new ContextSource(input.Text(), input.Chance(0.3) ? input.Question() : null))];
        var options = new SelectionOptions { MaxTokens = 1 + input.Next(400), Model = "gpt-5", OmissionMarker = input.Chance(0.3) ? null : "[…]", MinimumSignal = input.Chance(0.5) ? 0 : 0.1 };
        SelectedContext selected = Selector.Select(sources, input.Question(), options);
        Hold(selected.Refusal is not null || selected.TokensAfter.Tokens <= options.MaxTokens, $"{selected.TokensAfter} tokens where {options.MaxTokens} were asked for");
        Hold(selected.TokensAfter.Tokens == Counter.CountText(selected.Text, "gpt-5").Tokens, "the text has another count than is said");
        foreach (SelectedSource source in selected.Sources)
        {
            int covered = source.Kept.Sum(static range => range.Length) + source.Dropped.Sum(static dropped => dropped.Range.Length);
            Hold(covered == source.Source.Text.Length, $"{covered} of {source.Source.Text.Length} characters are accounted for");
            Hold(source.Kept.All(range => source.Text.Contains(source.Source.Text.AsSpan(range.Start, range.Length).ToString().Trim(), StringComparison.Ordinal)), "kept text was changed");
        }
    }

    private static void Compact(FuzzInput input)
    {
        List<ChatMessage> messages = input.Messages();
        var compactor = new ConversationCompactor(new ConversationCompactionOptions { MaxTokens = 400 + input.Next(2_000) }, Counter);
        List<ChatMessage> reduced = [.. compactor.ReduceAsync(messages, CancellationToken.None).GetAwaiter().GetResult()];
        HashSet<ChatMessage> kept = [.. reduced];
        Hold(messages.Where(static message => message.Role == ChatRole.System).All(kept.Contains), "instructions are gone");
        Hold(messages.FindLast(static message => message.Role == ChatRole.User) is not { } last || kept.Contains(last), "what was asked last is gone");
        string[] before = [.. messages.Where(kept.Contains).Select(static message => message.Text)];
        Hold(before.SequenceEqual(reduced.Where(message => messages.Contains(message)).Select(static message => message.Text)), "the order changed");
    }

    private static void Lint(FuzzInput input)
    {
        var lint = new PromptLint(new PromptLintOptions { MinimumCalls = 1, MinimumTokens = 1, FillerTokens = 1, ExampleTokens = 0, IncludeExcerpts = true }, Counter);
        for (int i = 0; i < 3; i++)
        {
            lint.Add(lint.Look(input.Messages(), null, new LintSource(TagSet.Empty, null, null, "openai", "gpt-5")), default, null);
        }

        PromptLintReport report = lint.Report();
        Hold(report.LintedCalls == 3, "a call is missing");
        Hold(report.Findings.All(static finding => finding is { Tokens: > 0, Calls: > 0 and <= 3 } && !finding.ToString().Contains('\n', StringComparison.Ordinal)), report.ToString());
    }

    private static void Same(CompressedPrompt first, CompressedPrompt other, string how)
    {
        Hold(first.Receipt.TokensAfter == other.Receipt.TokensAfter, $"{how} it has another length");
        Hold(Texts(first).SequenceEqual(Texts(other)), $"{how} it has other bytes");

        static IEnumerable<string?> Texts(CompressedPrompt prompt) => prompt.Messages.SelectMany(static message => message.Contents)
            .Select(static content => content is FunctionResultContent result ? WireText.Of(result.Result) : (content as TextContent)?.Text);
    }

    // A reference names an equal result; a terminal's output may lose what only a terminal reads.
    private static void SaysTheSame(string? text, string? sent, int message)
    {
        if (text == sent || sent is null || sent.StartsWith("[Same as the result of ", StringComparison.Ordinal) || sent == TextTidy.Tidy(text!))
        {
            return;
        }

        using JsonDocument before = JsonDocument.Parse(text!);
        if (before.RootElement.ValueKind == JsonValueKind.String)
        {
            // A text in quotes is sent without them, and in turn shorter when it is JSON.
            SaysTheSame(before.RootElement.GetString(), sent, message);
            return;
        }

        using JsonDocument after = JsonDocument.Parse(TabularJson.Decode(sent));
        Hold(JsonElement.DeepEquals(before.RootElement, after.RootElement), $"the result in message {message} says something else: {sent}");
    }

    private static void Hold(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzFailedException(otherwise);
        }
    }
}
