using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>Claude's message format.</summary>
/// <remarks>
/// From Anthropic's documentation as of 2026: with tools, a system prompt of 313 to 346 tokens (264 to 530 with older models) and the tools as JSON;
/// images in visual tokens of 28 × 28 pixels, after scaling to at most 1,568 pixels and tokens (2,576 pixels and 4,784 tokens from Opus 4.7 on).
/// The tokens around messages are not published; four are assumed.
/// </remarks>
internal sealed class AnthropicRules(bool seesInHighResolution) : OverheadRules
{
    private const int PatchSide = 28;

    /// <inheritdoc/>
    public override TokenCount Request => new(3, 12);

    /// <inheritdoc/>
    public override TokenCount Message => new(4, 7);

    /// <inheritdoc/>
    public override TokenCount ToolCall => new(30, 60);

    /// <inheritdoc/>
    public override TokenCount Page => new(3_000, 6_500);

    /// <inheritdoc/>
    public override TokenCount Function(AIFunctionDeclaration function, in FamilyCounter text) => AsJson(FunctionText.Count(function, text));

    /// <inheritdoc/>
    public override TokenCount AnyTools(ChatToolMode? mode) => mode is RequiredChatToolMode ? new(313, 530) : new(346, 530);

    /// <inheritdoc/>
    public override TokenCount Image(ImageSize? size, ImageDetail detail)
    {
        int side = seesInHighResolution ? 2_576 : 1_568;
        int most = seesInHighResolution ? 4_784 : 1_568;
        return size is { } known ? TokenCount.Exactly(Math.Min(most, known.FitInto(side).Tiles(PatchSide))) : new(1_369, most);
    }
}
