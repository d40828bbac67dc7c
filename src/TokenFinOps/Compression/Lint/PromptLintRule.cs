namespace TokenFinOps.Compression.Lint;

/// <summary>What is wasteful about the prompts of a feature.</summary>
public enum PromptLintRule
{
    /// <summary>A tool is declared in every prompt, and the model never calls it.</summary>
    UnusedTool,

    /// <summary>Something near the front of the prompt changes from call to call, so that the provider's cache has to read what follows anew.</summary>
    UnstablePrefix,

    /// <summary>The same text stands in one prompt more than once.</summary>
    RepeatedContext,

    /// <summary>The examples that show the model what to do are longer than <see cref="PromptLintOptions.ExampleTokens"/>.</summary>
    OversizedExamples,

    /// <summary>The instructions hold words that say nothing. English only.</summary>
    VerboseInstructions,
}
