namespace TokenFinOps.Compression.Lint;

/// <summary>Which part of a prompt a finding is about.</summary>
public enum PromptPart
{
    /// <summary>The tools' names, descriptions and schemas.</summary>
    Tools,

    /// <summary>The instructions of the options, and system messages.</summary>
    Instructions,

    /// <summary>What a person said, or the application in a person's name.</summary>
    User,

    /// <summary>What the model answered.</summary>
    Assistant,

    /// <summary>What tools answered.</summary>
    ToolResults,
}
