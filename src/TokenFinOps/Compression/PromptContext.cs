using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression;

/// <summary>Marks texts that a prompt brings along for its question, e.g. the documents that a search found, so that the compressor may leave out what the question does not need.</summary>
public static class PromptContext
{
    private const string Key = "tokenfinops.context";

    /// <summary>Makes a content of a text that may be cut. Put it into a message of the user, beside the question as a content of its own.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The content. Providers' clients send its text and not the mark.</returns>
    public static TextContent Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextContent(text) { AdditionalProperties = new AdditionalPropertiesDictionary { [Key] = true } };
    }

    internal static bool IsMarked(AIContent content) => content is TextContent { RawRepresentation: null, AdditionalProperties: { } properties } && properties.ContainsKey(Key);
}
