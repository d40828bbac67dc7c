using System.Collections.Immutable;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Several compressed texts under one number of tokens, and what of the originals they are made of. Immutable and thread-safe.</summary>
public sealed record LinguaContextsResult
{
    /// <summary>Gets what is left of all texts, with an empty line between them. This is what the number of tokens holds for.</summary>
    public required string Text { get; init; }

    /// <summary>Gets what is left of each text, in the order in which they were given.</summary>
    public required ImmutableArray<LinguaContext> Contexts { get; init; }

    /// <summary>Gets how many tokens all originals have, written as <see cref="Text"/> is, in the target's tokenizer.</summary>
    public required long TokensBefore { get; init; }

    /// <summary>Gets how many tokens the text has.</summary>
    public required long TokensAfter { get; init; }

    /// <summary>Gets how many tokens were asked for at most.</summary>
    public required long TargetTokens { get; init; }

    /// <summary>Gets a value indicating whether the text is as short as was asked for. It is not where what is protected takes more, or a percentile is met on average only.</summary>
    public bool IsWithinTarget => TokensAfter <= TargetTokens;
}
