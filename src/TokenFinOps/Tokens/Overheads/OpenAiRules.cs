using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>OpenAI's chat format.</summary>
/// <remarks>
/// Messages as in the OpenAI cookbook, "How to count tokens with tiktoken": three tokens and the role around each, one more before a name, three that
/// prime the reply. The cookbook was checked against gpt-3.5, gpt-4 and gpt-4o, whose messages of text are therefore exact; the formats of later
/// models are not published, so theirs are bounded. Calls of tools are a rule of thumb everywhere.
/// </remarks>
internal sealed class OpenAiRules(string model, bool isFormatPublished) : OverheadRules
{
    private const int Role = 1;

    /// <inheritdoc/>
    public override int AudioTokensPerSecond => 10;

    /// <inheritdoc/>
    public override TokenCount Request => isFormatPublished ? TokenCount.Exactly(3) : new(3, 12);

    /// <inheritdoc/>
    public override TokenCount Message => isFormatPublished ? TokenCount.Exactly(3 + Role) : new(3 + Role, 4 + Role);

    /// <inheritdoc/>
    public override TokenCount ToolCall => new(6, 16);

    /// <inheritdoc/>
    public override TokenCount Author(string name, in FamilyCounter text) => TokenCount.Exactly(1) + text.Count(name);

    /// <inheritdoc/>
    public override TokenCount Function(AIFunctionDeclaration function, in FamilyCounter text) => OpenAiFunctions.Count(function, text);

    /// <inheritdoc/>
    public override TokenCount AnyTools(ChatToolMode? mode) => new(OpenAiFunctions.Closing, OpenAiFunctions.Closing + 8);

    /// <inheritdoc/>
    public override TokenCount Image(ImageSize? size, ImageDetail detail) => OpenAiImages.Count(model, size, detail);
}
