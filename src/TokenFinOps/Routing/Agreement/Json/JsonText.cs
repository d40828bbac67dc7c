using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Finds the one JSON document of a text: all of it, in a fence, or at its end.</summary>
internal static class JsonText
{
    private const string Fence = "```";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="text">The text, without spaces around it.</param>
    /// <param name="anywhere">JSON was asked for: it is also looked for between words.</param>
    public static FoundJson? Find(string text, bool anywhere)
    {
        if (Parse(text) is { } whole)
        {
            return new FoundJson(whole, true);
        }

        JsonDocument? found = InFence(text) ?? AtEnd(text) ?? (anywhere ? Between(text) : null);
        return found is null ? null : new FoundJson(found, false);
    }

    /// <summary>Reads a text that is JSON and nothing else, as a deserializer would.</summary>
    public static JsonDocument? Whole(string text)
    {
        try
        {
            return JsonRepair.HasLoneSurrogate(text) ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonDocument? InFence(string text)
    {
        int start = text.IndexOf(Fence, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        int line = text.IndexOf('\n', start);
        int end = line < 0 ? -1 : text.IndexOf(Fence, line, StringComparison.Ordinal);
        bool isOnly = end < 0 || text.IndexOf(Fence, end + Fence.Length, StringComparison.Ordinal) < 0;
        return line < 0 || !isOnly || !IsJsonFence(text.AsSpan(start + Fence.Length, line - start - Fence.Length))
            ? null
            : Parse(text[line..(end < 0 ? text.Length : end)].Trim());
    }

    private static bool IsJsonFence(ReadOnlySpan<char> language) =>
        language.Trim() is { } name && (name.IsEmpty || name.StartsWith("json", StringComparison.OrdinalIgnoreCase));

    private static JsonDocument? AtEnd(string text)
    {
        int start = text.EndsWith('}') ? text.IndexOf("\n{", StringComparison.Ordinal) : -1;
        return start < 0 ? null : Parse(text[(start + 1)..]);
    }

    private static JsonDocument? Between(string text)
    {
        int start = text.IndexOf('{', StringComparison.Ordinal);
        int end = text.LastIndexOf('}');
        return start < 0 || end < start ? null : Parse(text[start..(end + 1)]);
    }

    private static JsonDocument? Parse(string text)
    {
        bool looksRight = text is ['{', .., '}'] or ['[', .., ']'];
        return !looksRight ? null : ParseStrictly(text) ?? (JsonRepair.Escapes(text) is { } repaired ? ParseStrictly(repaired) : null);
    }

    // GetString throws on half of a surrogate pair, which the parser lets through: what cannot be read in full is no document.
    private static JsonDocument? ParseStrictly(string text)
    {
        try
        {
            return text.Contains("\\u", StringComparison.Ordinal) && JsonRepair.HasLoneSurrogate(text) ? null : JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
