using System.Text.Json;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Finds the shortest form of a tool's result that says exactly the same. Every form is read back before it is used.</summary>
/// <param name="count">Counts tokens as the model does.</param>
internal sealed class LosslessCompressor(Func<string, long> count)
{
    // Below this share of the characters there are fewer tokens too, and one count is saved.
    private const double ClearlyShorter = 0.8;

    /// <summary>Shortens a text; what cannot be shortened without loss comes back as it is.</summary>
    /// <param name="wire">The text as it would be sent.</param>
    /// <returns>The shortest form, with its tokens.</returns>
    public LosslessText Shorten(string wire)
    {
        var best = new LosslessText(wire, count(wire), LosslessForm.Unchanged);
        if (!WireText.IsWellFormed(wire))
        {
            return best with { Reason = "The text is not valid UTF-16." };
        }

        string text = Unquoted(wire);
        if (!JsonMinifier.TryParse(text, out JsonDocument? document))
        {
            return Better(best, TextTidy.Tidy(text), LosslessForm.Tidied);
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
            string minified = JsonMinifier.Minify(value);
            string tabular = TabularJson.Encode(value);

            // Read back before it is used: a fault of the writer must not cost a fact.
            bool hasTables = tabular.Length < minified.Length && TabularJson.Decode(tabular) == minified;
            if (!hasTables || tabular.Length > ClearlyShorter * minified.Length)
            {
                best = Better(best, minified, LosslessForm.Minified);
            }

            return hasTables ? Better(best, tabular, LosslessForm.Tabular) : best;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
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

    // A tool that returns a string is sent as a JSON string, quotes and escapes included. Without them the text says the same, unless it then reads as another value.
    private static string Unquoted(string wire)
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
