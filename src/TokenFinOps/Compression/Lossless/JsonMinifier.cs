using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Writes JSON without white space and without escapes that are not needed. Numbers keep their text.</summary>
internal static class JsonMinifier
{
    /// <exception cref="InvalidOperationException">A string of the value is not valid UTF-16.</exception>
    public static string Minify(JsonElement value)
    {
        var writer = new TabularJsonWriter(withTables: false);
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>Says whether a text is one JSON object or array.</summary>
    public static bool IsContainer(string text)
    {
        bool isJson = TryParse(text, out JsonDocument? document);
        document?.Dispose();
        return isJson;
    }

    /// <summary>Says whether a text begins and ends like a JSON object or array.</summary>
    public static bool LooksLikeContainer(string text) => text.AsSpan().Trim() is ['{', .., '}'] or ['[', .., ']'];

    /// <summary>Reads a text that is one JSON object or array. Other values are not worth the trouble, and a word is not JSON by accident.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (!LooksLikeContainer(text))
        {
            return false;
        }

        try
        {
            document = JsonDocument.Parse(text);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
