using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Finds the shortest form of a tool's result that says exactly the same. Every form is read back before it is used.</summary>
/// <param name="count">Counts tokens as the model does.</param>
internal sealed class LosslessCompressor(Func<string, long> count)
{
    /// <summary>Shortens a text; what cannot be shortened without loss comes back as it is.</summary>
    /// <param name="wire">The text as it would be sent.</param>
    /// <param name="isJson">Whether the text was written as JSON because the result is an object, so that quotes around all of it are not the tool's own.</param>
    /// <returns>The shortest form, with its tokens.</returns>
    public LosslessText Shorten(string wire, bool isJson)
    {
        var best = new LosslessText(wire, count(wire), LosslessForm.Unchanged);
        if (!WireText.IsWellFormed(wire))
        {
            return best with { Reason = "The text is not valid UTF-16." };
        }

        string text = isJson ? Unquoted(wire) : wire;
        if (!JsonMinifier.TryParse(text, out JsonDocument? document))
        {
            LosslessText tidied = Better(best, TextTidy.Tidy(text), LosslessForm.Tidied);
            return tidied.Form == LosslessForm.Unchanged && JsonMinifier.LooksLikeContainer(text) ? tidied with { Reason = "It begins and ends like JSON and cannot be read as such." } : tidied;
        }

        using (document)
        {
            return ShortestJson(best, document.RootElement);
        }
    }

    private LosslessText ShortestJson(LosslessText best, JsonElement value)
    {
        try
        {
            // What is written is read back before it is used: a fault of the writer must not cost a fact.
            string minified = JsonMinifier.Minify(value);
            using JsonDocument read = JsonDocument.Parse(minified);
            if (!JsonElement.DeepEquals(value, read.RootElement))
            {
                return best with { Reason = "What was written does not read back equal." };
            }

            best = Better(best, minified, LosslessForm.Minified);
            string tabular = TabularJson.Encode(value);
            return tabular.Length < minified.Length && TabularJson.Decode(tabular) == minified ? Better(best, tabular, LosslessForm.Tabular) : best;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or JsonException)
        {
            return best with { Reason = exception.Message };
        }
    }

    private LosslessText Better(LosslessText best, string text, LosslessForm form)
    {
        if (text.Length >= best.Text.Length)
        {
            return best;
        }

        long tokens = count(text);
        return tokens < best.Tokens ? new LosslessText(text, tokens, form) : best;
    }

    /// <summary>Gives the text in a JSON string: a tool that returns a string is sent as one, quotes and escapes included. Without them it says the same, unless it then reads as another value.</summary>
    public static string Unquoted(string wire)
    {
        if (wire is not ['"', .., '"'])
        {
            return wire;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(wire);
            return document.RootElement.GetString() is { } text && (BareText.IsSentence(text) || JsonMinifier.IsContainer(text)) ? text : wire;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return wire;
        }
    }
}
