namespace TokenFinOps.Compression;

/// <summary>Shortens long texts in place of <see cref="Selection.ExtractiveSelector"/>, e.g. by a model that says which words are needed.</summary>
/// <remarks>
/// Implementations are thread-safe and always make the same of a text: a provider's prompt cache lives on that. They are called once for a text and its question as long as what they made is
/// remembered (<see cref="PromptCompressionOptions.RememberedBytes"/>), on the thread that makes the call.
/// </remarks>
public interface IContextCompressor
{
    /// <summary>Shortens a text.</summary>
    /// <param name="text">The text: a document, or a tool's result that is not JSON.</param>
    /// <param name="question">What a person asked last before it; it may be empty.</param>
    /// <param name="maxTokens">How many tokens the text may have. One that comes back longer is not used.</param>
    /// <param name="target">What the text is for.</param>
    /// <returns>The shorter text, or why there is none. What is thrown is logged, and the text is sent as it came.</returns>
    ContextCut Compress(string text, string question, int maxTokens, CompressionTarget target);
}
