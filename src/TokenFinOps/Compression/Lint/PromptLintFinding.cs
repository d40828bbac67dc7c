using System.Globalization;
using TokenFinOps.Attribution;

namespace TokenFinOps.Compression.Lint;

/// <summary>Something wasteful about the prompts of one feature and model, with what it costs.</summary>
/// <param name="Rule">What is wasteful.</param>
/// <param name="Tags">Whose prompts: the tags of <see cref="PromptLintOptions.GroupBy"/> that the calls carried.</param>
/// <param name="Provider">The provider, or <see langword="null"/> if it is not known.</param>
/// <param name="Model">The model that was asked for, or <see langword="null"/> if it is not known.</param>
/// <param name="Part">Where in the prompt.</param>
/// <remarks>
/// Immutable and thread-safe. The same tokens may be in several findings, e.g. an example that stands in the prompt twice, so findings do not add up.
/// </remarks>
public sealed record PromptLintFinding(PromptLintRule Rule, TagSet Tags, string? Provider, string? Model, PromptPart Part)
{
    /// <summary>Gets the tool's name where the finding is about one, otherwise <see langword="null"/>.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets in how many of the calls that were looked at it was found.</summary>
    public long Calls { get; init; }

    /// <summary>Gets the tokens that were wasted in all those calls; for <see cref="PromptLintRule.UnstablePrefix"/> those that the cache could have served.</summary>
    public long Tokens { get; init; }

    /// <summary>
    /// Gets what those tokens cost, at the deployment's prices of input when the report was made, and by the share of it that its calls read from the provider's cache; for
    /// <see cref="PromptLintRule.UnstablePrefix"/> what reading them from the cache would have saved. <see langword="null"/> when the model has no price.
    /// </summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency, or <see langword="null"/> when there is no cost.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the text that it was seen at last, with <see cref="PromptLintOptions.IncludeExcerpts"/>, otherwise <see langword="null"/>.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public string Advice => Rule switch
    {
        PromptLintRule.UnusedTool => $"The tool '{Tool}' was never called. Declare it only where it can be needed.",
        PromptLintRule.UnstablePrefix when Part == PromptPart.Tools => "The tools differ in order or content from call to call. Declare the same ones in the same order.",
        PromptLintRule.UnstablePrefix when Part != PromptPart.Instructions =>
            $"The history changes in {Place} from call to call and the cache misses all that follows. Only add to it; when it grows too long cut much at once, as compaction does.",
        PromptLintRule.UnstablePrefix => $"Something changes in {Place} from call to call and the cache misses all that follows. Move what changes, e.g. times and ids, behind what stays.",
        PromptLintRule.RepeatedContext => $"The same text stands in the prompt again, in {Place}. Say it once, or turn prompt compression on.",
        PromptLintRule.OversizedExamples => $"The examples in {Place} are long. Keep the few that make a difference, or choose them by the question.",
        _ => "The instructions hold words that say nothing. Write shorter sentences.",
    };

    private string Place => Part switch
    {
        PromptPart.Tools => "the tools",
        PromptPart.Instructions => "the instructions",
        PromptPart.User => "user messages",
        PromptPart.Assistant => "earlier answers",
        _ => "tool results",
    };

    /// <summary>Says the finding in one line, e.g. <c>12.5 USD, 500 calls, 5000000 tokens: feature=search, gpt-5. …</c></summary>
    /// <returns>The line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost:0.######} {Currency}") : "no price")}, {Calls} calls, {Tokens} tokens: {(Tags.Count == 0 ? "no tags" : Tags)}, {Model ?? "unknown model"}. {Advice}{(Excerpt is null ? "" : $" “{Excerpt}”")}");
}
