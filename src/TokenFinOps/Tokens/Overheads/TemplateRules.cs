using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>The chat templates of open models, and whatever is unknown.</summary>
/// <remarks>
/// Templates differ by model and server: most put three to six tokens around a message, some add a system prompt of their own, and most write tools as
/// indented JSON. Images differ by a factor of ten; one token per 28 × 28 pixels is what many do.
/// </remarks>
internal sealed class TemplateRules : OverheadRules
{
    /// <inheritdoc/>
    public override TokenCount Request => new(4, 40);

    /// <inheritdoc/>
    public override TokenCount Message => new(4, 7);

    /// <inheritdoc/>
    public override TokenCount ToolCall => new(15, 40);

    /// <inheritdoc/>
    public override TokenCount Function(AIFunctionDeclaration function, in FamilyCounter text)
    {
        TokenCount json = AsJson(FunctionText.Count(function, text));
        return new(json.Tokens + 15, (2 * json.AtMost) + 30);
    }

    /// <inheritdoc/>
    public override TokenCount AnyTools(ChatToolMode? mode) => new(100, 300);

    /// <inheritdoc/>
    public override TokenCount Image(ImageSize? size, ImageDetail detail)
    {
        long tokens = size is { } known ? Math.Clamp(known.FitInto(2_048).Tiles(28), 64, 4_096) : 1_024;
        return new(tokens, Math.Max(2 * tokens, 6_404));
    }
}
