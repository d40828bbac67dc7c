using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Finds the one JSON document of a text: all of it, in a fence, or at its end.</summary>
internal static class JsonText
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="text">The text, without spaces around it.</param>
    /// <param name="anywhere">JSON was asked for: it is also looked for between words.</param>
    public static FoundJson? Find(string text, bool anywhere)
    {
        text = text.Trim(ByteOrderMark).Trim();
        return Parse(text) is { } whole ? new FoundJson(whole, string.Empty, string.Empty) : InFence(text) ?? AtEnd(text) ?? (anywhere ? Between(text) : null);
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

    private static FoundJson? InFence(string text)
    {
        int start = text.IndexOf("```", StringComparison.Ordinal);
        start = start < 0 ? text.IndexOf("~~~", StringComparison.Ordinal) : start;
        if (start < 0)
        {
            return null;
        }

        string fence = text.Substring(start, 3);
        int open = start + fence.Length;
        int end = text.IndexOf(fence, open, StringComparison.Ordinal);
        bool isOnly = end < 0 || text.IndexOf(fence, end + fence.Length, StringComparison.Ordinal) < 0;
        ReadOnlySpan<char> inner = text.AsSpan(open, (end < 0 ? text.Length : end) - open);
        int body = isOnly ? BodyOf(inner) : -1;
        string behind = end < 0 ? string.Empty : text[(end + fence.Length)..];
        return body < 0 ? null : Found(Parse(inner[body..].Trim().ToString()), text[..start], behind);
    }

    // Behind the name of the language, which ends its line, or is followed by a space where the fence is all on one line.
    private static int BodyOf(ReadOnlySpan<char> inner)
    {
        int name = 0;
        while (name < inner.Length && char.IsAsciiLetterOrDigit(inner[name]))
        {
            name++;
        }

        ReadOnlySpan<char> language = inner[..name];
        bool isJson = language.IsEmpty || language.StartsWith("json", StringComparison.OrdinalIgnoreCase) || language.Equals("javascript", StringComparison.OrdinalIgnoreCase)
            || language.Equals("js", StringComparison.OrdinalIgnoreCase);
        return isJson ? name : -1;
    }

    private static FoundJson? AtEnd(string text)
    {
        int start = text.EndsWith('}') ? text.IndexOf("\n{", StringComparison.Ordinal) : -1;
        return start < 0 ? null : Found(Parse(text[(start + 1)..]), text[..start], string.Empty);
    }

    private static FoundJson? Between(string text)
    {
        int start = text.IndexOf('{', StringComparison.Ordinal);
        int end = text.LastIndexOf('}');
        return start < 0 || end < start ? null : Found(Parse(text[start..(end + 1)]), text[..start], text[(end + 1)..]);
    }

    private static FoundJson? Found(JsonDocument? document, string before, string behind) => document is null ? null : new FoundJson(document, before.Trim(), behind.Trim());

    private static JsonDocument? Parse(string text)
    {
        text = WithoutComments(text);
        bool looksRight = text is ['{', .., '}'] or ['[', .., ']'];
        return !looksRight ? null : ParseStrictly(text) ?? (JsonRepair.Escapes(text) is { } repaired ? ParseStrictly(repaired) : null);
    }

    // Those before and behind the document; the parser skips those within it.
    private static string WithoutComments(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (rest.StartsWith("//"))
        {
            int line = rest.IndexOf('\n');
            rest = line < 0 ? [] : rest[line..].TrimStart();
        }

        int end = rest.LastIndexOfAny('}', ']');
        bool isFollowed = end >= 0 && rest[(end + 1)..].TrimStart().StartsWith("//");
        rest = isFollowed ? rest[..(end + 1)] : rest;
        return rest.Length == text.Length ? text : rest.ToString();
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
