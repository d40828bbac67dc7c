using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Compression.Prompts;
using TokenFinOps.Compression.Pruning;
using TokenFinOps.Compression.Reversible;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression;

/// <summary>
/// Shortens prompts: writes tool results in fewer tokens, sends what stands there twice once, and by choice replaces old results by stubs where that pays and leaves out of long
/// texts what their question does not need.
/// </summary>
/// <remarks>
/// <para>
/// What it makes of a conversation depends on the conversation and the options alone, so that every process sends the same bytes and a provider's prompt cache keeps its
/// prefix. Texts are counted by the model's own tokenizer, which is loaded when the first prompt comes.
/// </para>
/// <para>Input of any kind is safe: what cannot be read is sent as it came, and the receipt says why. Thread-safe.</para>
/// </remarks>
public sealed partial class PromptCompressor
{
    // Where a reference would be as long as what it stands for.
    private const int ShortestDuplicate = 40;

    private readonly PromptCompressionOptions _options;
    private readonly ITokenCounter _counter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ContentHash _hash = new();
    private readonly OmittedResultStore _store;
    private readonly BoundedCache<RememberedKey, LosslessText> _remembered;
    private readonly BoundedCache<SelectionKey, Selected> _selected;
    private readonly BoundedCache<RememberedKey, BlockText> _pruned;
    private readonly ExtractiveContextCompressor _extractive;

    /// <summary>Initializes a new instance of the <see cref="PromptCompressor"/> class.</summary>
    /// <param name="options">How prompts are shortened; <see langword="null"/> for the defaults.</param>
    /// <param name="counter">What counts tokens. It must not change its mind about a text; the default waits for the model's tokenizer to load.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public PromptCompressor(
        PromptCompressionOptions? options = null, ITokenCounter? counter = null, TimeProvider? timeProvider = null, ILogger<PromptCompressor>? logger = null)
    {
        _options = options ?? new PromptCompressionOptions();
        _options.Validate();
        _counter = counter ?? new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _store = new OmittedResultStore(_options.StoreBytes);
        _remembered = new BoundedCache<RememberedKey, LosslessText>(_options.RememberedBytes);
        _selected = new BoundedCache<SelectionKey, Selected>(_options.RememberedBytes);
        _pruned = new BoundedCache<RememberedKey, BlockText>(_options.RememberedBytes);
        _extractive = new ExtractiveContextCompressor(new ExtractiveSelector(_counter));
        RestoreFunction = new RestoreFunction(_store);
    }

    /// <summary>Gets the tool by which a model reads results that were left out. Give it to the model in every call of a conversation.</summary>
    public AIFunction RestoreFunction { get; }

    /// <summary>Gets the options.</summary>
    internal PromptCompressionOptions Options => _options;

    /// <summary>Shortens a prompt. It never throws on what the prompt holds.</summary>
    /// <param name="messages">The messages. They are not changed.</param>
    /// <param name="options">The options that they are sent with, for the tools that the model has.</param>
    /// <param name="target">What the prompt is shortened for.</param>
    /// <returns>The shortened prompt.</returns>
    public CompressedPrompt Compress(IReadOnlyList<ChatMessage> messages, ChatOptions? options = null, CompressionTarget target = default) =>
        Shorten(messages, options, target).Prompt;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    internal ShortenedPrompt Shorten(IReadOnlyList<ChatMessage> messages, ChatOptions? options, in CompressionTarget target)
    {
        ArgumentNullException.ThrowIfNull(messages);
        long started = _time.GetTimestamp();
        try
        {
            return Work(messages, options, target, started);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return ShortenedPrompt.Unchanged(messages, _options.Mode);
        }
    }

    private ShortenedPrompt Work(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CompressionTarget target, long started)
    {
        var reader = new PromptReader(_options, _counter, target);
        List<PromptBlock> blocks = reader.Read(messages);
        var lossless = new LosslessCompressor(text => Count(text, target));
        bool canStub = _options.CanStub(options);
        bool canRestore = PromptCompressionOptions.CanRestore(options);
        var seen = new SeenResults(canStub ? _options.KeepToolResults!.Value : int.MaxValue);
        foreach (PromptBlock block in blocks)
        {
            if (block.Result is not null)
            {
                Shorten(block, lossless, seen, target);
            }

            if (block.Result is not null || block.Context is not null)
            {
                Prune(block, target);
                Select(block, canRestore, target);
                block.Stub = canStub && block.Result is not null ? StubOf(block, target) : null;
            }
        }

        CompressionPlan plan = CompressionPlan.Make(
            [.. blocks.Select(static block => new PlannedBlock(block.Tokens, block.Short?.Tokens ?? block.Tokens, block.Stub?.Tokens, block.Result is not null))],
            reader.Calls,
            _options.KeepToolResults ?? 0,
            target.Cache ?? PromptCacheRates.None);
        return ShortenedPrompt.Of(messages, blocks, plan, _options.Mode, _time.GetElapsedTime(started));
    }

    /// <summary>Keeps what a prompt leaves out, so that it can be read back by calls with the same tags as the one that sends it.</summary>
    internal void Keep(ShortenedPrompt prompt, TagSet tags)
    {
        foreach (PromptBlock block in prompt.Omitted)
        {
            _store.Keep(tags, OmittedResult.HandleOf(block.Result!.CallId, block.Wire), block.Wire);
        }
    }

    private void Shorten(PromptBlock block, LosslessCompressor lossless, SeenResults seen, in CompressionTarget target)
    {
        LosslessText text = Remembered(block, lossless, target);
        block.Reason = text.Reason;
        if (text.Form != LosslessForm.Unchanged)
        {
            block.Short = new BlockText(text.Text, text.Tokens, StepOf(text.Form));
        }

        bool mayBeCut = text.Tokens > _options.MaxContextTokens;
        if (seen.EarlierLike(block, text.Text, mayBeCut) is not { } first || text.Tokens < ShortestDuplicate)
        {
            return;
        }

        string reference = $"[Same as the result of {first.Tool ?? "call"} {first.Result!.CallId} above.]";
        long tokens = Count(reference, target);
        if (tokens < text.Tokens)
        {
            block.Short = new BlockText(reference, tokens, CompressionStep.Deduplicated);
        }
    }

    private void Prune(PromptBlock block, in CompressionTarget target)
    {
        string text = block.Short?.Text ?? (block.Result?.Result is null or string ? block.Wire : LosslessCompressor.Unquoted(block.Wire));
        if (!_options.PruneWords || !IsProse(block, text))
        {
            return;
        }

        var key = new RememberedKey(_hash.Of(text), false, target.Model, target.Provider);
        if (!_pruned.TryGet(key, out BlockText? pruned))
        {
            string shorter = WordPruner.Prune(text);
            pruned = new BlockText(shorter, Count(shorter, target), CompressionStep.Pruned);
            _pruned.Set(key, pruned, (sizeof(char) * (long)shorter.Length) + 200);
        }

        block.Short = pruned.Tokens < (block.Short?.Tokens ?? block.Tokens) ? pruned : block.Short;
    }

    // What is in quotes still cannot be without.
    private static bool IsProse(PromptBlock block, string text) =>
        block.Short?.Step is null or CompressionStep.Tidied or CompressionStep.Minified
        && block.Tool != Reversible.RestoreFunction.FunctionName
        && !text.StartsWith('"')
        && !JsonMinifier.IsContainer(text);

    // Only once for a text and its question, so that it is sent the same way ever after.
    private void Select(PromptBlock block, bool canRestore, in CompressionTarget target)
    {
        string text = block.Short?.Text ?? block.Wire;
        if (_options.MaxContextTokens is not { } most || (block.Short?.Tokens ?? block.Tokens) <= most || !IsSelectable(block, text))
        {
            return;
        }

        string note = canRestore && block.Result is not null ? OmittedResult.Note(OmittedResult.HandleOf(block.Result.CallId, block.Wire)) : string.Empty;
        var key = new SelectionKey(_hash.Of(text), _hash.Of(block.Question), note, target.Model, target.Provider);
        if (!_selected.TryGet(key, out Selected? selected))
        {
            IContextCompressor compressor = block.Short?.Step == CompressionStep.Tabulated ? _extractive : _options.ContextCompressor ?? _extractive;
            if (Cut(compressor, text, note, block.Question, most, target) is not { } cut)
            {
                block.Reason = "Nothing was left out: the context compressor failed.";
                return;
            }

            selected = cut;
            _selected.Set(key, selected, (sizeof(char) * (long)(selected.Text?.Text.Length ?? 0)) + 200);
        }

        block.Short = selected.Text ?? block.Short;
        block.Reason = selected.Refusal ?? block.Reason;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The compressor may be the caller's; what it fails on is sent as it came.")]
    private Selected? Cut(IContextCompressor compressor, string text, string note, string question, int most, in CompressionTarget target)
    {
        try
        {
            return Selected.From(compressor, text, note, question, most, target, _counter);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return null;
        }
    }

    // A document of JSON that lacks a part is no document any more; a table of fewer rows is one still. Who asks for a whole result gets it whole.
    private static bool IsSelectable(PromptBlock block, string text) => block.Tool != Reversible.RestoreFunction.FunctionName && block.Short?.Step switch
    {
        CompressionStep.Tabulated => text.StartsWith("[{", StringComparison.Ordinal),
        CompressionStep.Deduplicated => false,
        _ => !JsonMinifier.IsContainer(text),
    };

    private LosslessText Remembered(PromptBlock block, LosslessCompressor lossless, in CompressionTarget target)
    {
        bool isJson = block.Result!.Result is not string;
        var key = new RememberedKey(_hash.Of(block.Wire), isJson, target.Model, target.Provider);
        if (!_remembered.TryGet(key, out LosslessText text))
        {
            text = lossless.Shorten(block.Wire, isJson);
            _remembered.Set(key, text, (sizeof(char) * (long)text.Text.Length) + 200);
        }

        return text;
    }

    private BlockText? StubOf(PromptBlock block, in CompressionTarget target)
    {
        long tokens = block.Short?.Tokens ?? block.Tokens;
        if (tokens < _options.StubMinimumTokens)
        {
            return null;
        }

        string stub = OmittedResult.Stub(OmittedResult.HandleOf(block.Result!.CallId, block.Wire), block.Short?.Text ?? block.Wire, tokens);
        long length = Count(stub, target);
        return length < tokens ? new BlockText(stub, length, CompressionStep.Stubbed) : null;
    }

    private long Count(string text, in CompressionTarget target) => _counter.CountText(text, target.Model, target.Provider).Tokens;

    private static CompressionStep StepOf(LosslessForm form) => form switch
    {
        LosslessForm.Tabular => CompressionStep.Tabulated,
        LosslessForm.Tidied => CompressionStep.Tidied,
        _ => CompressionStep.Minified,
    };

    [LoggerMessage(LogLevel.Error, "Shortening a prompt failed; it is sent as it came.")]
    private partial void LogFailed(Exception exception);

    private readonly record struct SelectionKey(UInt128 Text, UInt128 Question, string Note, string? Model, string? Provider);

    private readonly record struct RememberedKey(UInt128 Hash, bool IsJson, string? Model, string? Provider);
}
