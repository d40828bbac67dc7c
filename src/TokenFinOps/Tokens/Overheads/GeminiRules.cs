using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>Gemini's message format.</summary>
/// <remarks>
/// From Google's documentation as of 2026: 258 tokens an image up to 384 pixels, else 258 a tile, of which a side is two thirds of the image's shorter one
/// but 256 to 768 pixels; 1,120 an image, whatever its size, from Gemini 3 on; 258 a page of a document, 32 a second of audio, 263 of video.
/// Roles are billed with next to nothing.
/// </remarks>
internal sealed class GeminiRules(bool countsImagesByResolution) : OverheadRules
{
    private const int Tile = 258;
    private const int SmallSide = 384;

    /// <inheritdoc/>
    public override int AudioTokensPerSecond => 32;

    /// <inheritdoc/>
    public override int VideoTokensPerSecond => 263 + AudioTokensPerSecond;

    /// <inheritdoc/>
    public override TokenCount Page => new(Tile, 1_120);

    /// <inheritdoc/>
    public override TokenCount Request => new(1, 8);

    /// <inheritdoc/>
    public override TokenCount Message => new(1, 5);

    /// <inheritdoc/>
    public override TokenCount ToolCall => new(6, 20);

    /// <inheritdoc/>
    public override TokenCount Function(AIFunctionDeclaration function, in FamilyCounter text) => AsJson(FunctionText.Count(function, text));

    /// <inheritdoc/>
    public override TokenCount AnyTools(ChatToolMode? mode) => new(10, 100);

    /// <inheritdoc/>
    public override TokenCount Image(ImageSize? size, ImageDetail detail)
    {
        if (countsImagesByResolution)
        {
            return new(1_120, 2_240);
        }

        if (size is not { } known)
        {
            return new(4 * Tile, 24 * Tile);
        }

        int side = Math.Clamp((int)(known.ShortSide / 1.5), 256, 768);
        return TokenCount.Exactly(known.LongSide <= SmallSide ? Tile : Tile * known.Tiles(side));
    }
}
