using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression;

/// <summary>Says how prompts are shortened. As it is, nothing is lost: tool results are written shorter, and what stands in the prompt twice is sent once.</summary>
/// <remarks>Set it up on one thread; afterwards it is only read.</remarks>
public sealed class PromptCompressionOptions
{
    private const int LeastContext = 50;

    /// <summary>
    /// Gets or sets whether shortened prompts are sent. The default is <see cref="CompressionMode.On"/>; with <see cref="CompressionMode.Shadow"/> the ledger says what they
    /// would have saved. <see cref="CompressionMode.Control"/> is for the control group and cannot be set.
    /// </summary>
    public CompressionMode Mode { get; set; }

    /// <summary>Gets or sets the share of runs, or of conversations outside any run, whose prompts are sent as they came, 0 to 1. The default is 0.</summary>
    public double ControlShare { get; set; }

    /// <summary>Gets or sets the seed by which the control group is drawn. The default is 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// Gets or sets how many of the newest tool results are sent in full, beside those that the model has not seen yet; older ones are replaced by stubs that name them, where
    /// that pays. The default, <see langword="null"/>, is all.
    /// </summary>
    /// <remarks>
    /// Give the model <see cref="PromptCompressor.RestoreFunction"/> among its tools, so that it can read what was left out; without it nothing is replaced, unless
    /// <see cref="AllowUnreadableStubs"/> is set.
    /// </remarks>
    public int? KeepToolResults { get; set; }

    /// <summary>Gets or sets the size, in tokens, from which a tool result is worth a stub. The default is 60.</summary>
    public int StubMinimumTokens { get; set; } = 60;

    /// <summary>Gets or sets a value indicating whether results are replaced by stubs although the model has no tool to read them with. The default is <see langword="false"/>.</summary>
    public bool AllowUnreadableStubs { get; set; }

    /// <summary>
    /// Gets or sets how long, in tokens, a tool's result or a text of <see cref="PromptContext"/> may be. Of longer ones only what the question needs is sent: see
    /// <see cref="Selection.ExtractiveSelector"/>. The default, <see langword="null"/>, is no limit.
    /// </summary>
    /// <remarks>
    /// The question is the last that a person asked before the text, so the same text is cut in the same way ever after. Where its words have nothing to do with the text
    /// nothing is cut. Results that are JSON are cut only if they are one table. What is left out of a result the model can read back when it has
    /// <see cref="PromptCompressor.RestoreFunction"/>.
    /// </remarks>
    public int? MaxContextTokens { get; set; }

    /// <summary>
    /// Gets or sets what shortens texts that are longer than <see cref="MaxContextTokens"/>, tables excepted. The default, <see langword="null"/>, is
    /// <see cref="Selection.ExtractiveSelector"/>, which keeps whole sentences that answer the question; TokenFinOps.Onnx has one that drops the words that a model holds to be
    /// needed least.
    /// </summary>
    public IContextCompressor? ContextCompressor { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether articles and phrases that say nothing are taken out of English prose in tool results and texts of <see cref="PromptContext"/>. The default is
    /// <see langword="false"/>: what is taken out cannot be read back.
    /// </summary>
    /// <remarks>Code, quotations and names stay as they are, and nothing that negates, counts or qualifies is taken out. Texts in other languages, lists, logs and programs are left alone.</remarks>
    public bool PruneWords { get; set; }

    /// <summary>Gets the names of tools whose results are sent as they came. The default is none.</summary>
    public ISet<string> ExcludedTools { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets the rates of the provider's prompt cache. The default, <see langword="null"/>, takes them from the model's prices, and takes the cache for unused when call after call
    /// the provider reports that nothing came from it. <see cref="PromptCacheRates.None"/> says so from the start, e.g. for Anthropic's without cache breakpoints.
    /// </summary>
    public PromptCacheRates? PromptCache { get; set; }

    /// <summary>Gets or sets how many bytes of results that were left out are kept for reading back. The default is 32 MB.</summary>
    public long StoreBytes { get; set; } = 32 << 20;

    /// <summary>Gets or sets how many bytes of shortened texts are remembered, so that a conversation's older results need not be shortened anew. The default is 32 MB.</summary>
    public long RememberedBytes { get; set; } = 32 << 20;

    /// <summary>Gets or sets the longest text, in characters, that is looked at; longer ones are sent as they came. The default is 4,000,000.</summary>
    public int MaxTextLength { get; set; } = 4_000_000;

    /// <summary>Gets or sets who is told of every receipt, e.g. to show users what was left out. It must be quick and thread-safe. The default is nobody.</summary>
    public Action<CompressionReceipt>? OnCompressed { get; set; }

    internal void Validate()
    {
        string[] errors = [.. Errors()];
        if (errors.Length > 0)
        {
            throw new ArgumentException("The compression options are not valid. " + string.Join(" ", errors));
        }
    }

    internal bool CanStub(ChatOptions? options) => KeepToolResults is not null && (AllowUnreadableStubs || CanRestore(options));

    internal static bool CanRestore(ChatOptions? options) => options?.Tools?.Any(static tool => tool.Name == Reversible.RestoreFunction.FunctionName) == true;

    private IEnumerable<string> Errors()
    {
        if (Mode is not (CompressionMode.On or CompressionMode.Shadow))
        {
            yield return $"Mode is {Mode}; set On or Shadow, and ControlShare for a control group.";
        }

        if (!(ControlShare is >= 0 and <= 1))
        {
            yield return $"ControlShare is {ControlShare}; set a share within 0 and 1.";
        }

        if (KeepToolResults < 0)
        {
            yield return $"KeepToolResults is {KeepToolResults}; set 0 or more, or null for all.";
        }

        if (MaxContextTokens < LeastContext)
        {
            yield return $"MaxContextTokens is {MaxContextTokens}; set {LeastContext} or more, or null for no limit.";
        }

        if (StubMinimumTokens < 1)
        {
            yield return $"StubMinimumTokens is {StubMinimumTokens}; set 1 or more.";
        }

        if (PromptCache is { } cache && (cache.Read < 0 || cache.Write <= 0 || cache.MinimumTokens < 0 || cache.Lifetime <= TimeSpan.Zero))
        {
            yield return $"PromptCache is {cache}; its prices and its minimum cannot be negative, and its lifetime is longer than nothing.";
        }

        if (StoreBytes < 0 || RememberedBytes < 0 || MaxTextLength < 0)
        {
            yield return "StoreBytes, RememberedBytes and MaxTextLength cannot be negative.";
        }
    }
}
