using System.Text;
using System.Text.Json;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Reads <c>q, a[], docs[]{t, s[]}, ev[[document, sentence]], any</c>: with <c>any</c> 0 and evidence given, all of it has to be kept; else an answer.</summary>
internal static class DocumentsRow
{
    public static RetentionCase Read(JsonElement row)
    {
        string question = row.GetProperty("q").GetString() ?? string.Empty;
        var sources = new List<ContextSource>();
        var sentences = new List<List<TextRange>>();
        foreach (JsonElement document in row.GetProperty("docs").EnumerateArray())
        {
            string? title = document.GetProperty("t").GetString();
            (string text, List<TextRange> ranges) = Join(document.GetProperty("s"));
            sources.Add(new ContextSource(text, string.IsNullOrEmpty(title) ? null : title, SourceKind.Document));
            sentences.Add(ranges);
        }

        (int, TextRange)[] facts = [.. row.GetProperty("ev").EnumerateArray().Select(pair => (pair[0].GetInt32(), sentences[pair[0].GetInt32()][pair[1].GetInt32()]))];
        return row.GetProperty("any").GetInt32() == 0 && facts.Length > 0
            ? new FactsCase(sources, question, facts)
            : new AnswerCase(sources, question, [.. row.GetProperty("a").EnumerateArray().Select(static answer => answer.GetString() ?? string.Empty)]);
    }

    private static (string Text, List<TextRange> Sentences) Join(JsonElement sentences)
    {
        var text = new StringBuilder();
        var ranges = new List<TextRange>();
        foreach (JsonElement sentence in sentences.EnumerateArray())
        {
            text.Append(text.Length > 0 ? " " : string.Empty);
            string plain = (sentence.GetString() ?? string.Empty).Trim();
            ranges.Add(new TextRange(text.Length, text.Length + plain.Length));
            text.Append(plain);
        }

        return (text.ToString(), ranges);
    }
}
