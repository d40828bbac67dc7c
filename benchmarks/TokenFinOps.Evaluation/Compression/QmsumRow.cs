using System.Globalization;
using System.Text;
using System.Text.Json;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Reads a meeting of QMSum: one case for each of its specific questions, over the whole transcript.</summary>
internal static class QmsumRow
{
    public static IEnumerable<SpanCase> Read(JsonElement row, ITokenCounter counter)
    {
        var text = new StringBuilder();
        var turns = new List<(TextRange Range, long Tokens)>();
        foreach (JsonElement turn in row.GetProperty("meeting_transcripts").EnumerateArray())
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{turn.GetProperty("speaker").GetString()}: {turn.GetProperty("content").GetString()?.ReplaceLineEndings(" ").Trim()}").Trim();
            turns.Add((new TextRange(text.Length, text.Length + line.Length), counter.CountText(line, RetentionRun.Model).Tokens));
            text.Append(line).Append('\n');
        }

        ContextSource[] sources = [new(text.ToString(), Kind: SourceKind.Dialogue)];
        return [.. row.GetProperty("specific_query_list").EnumerateArray().Select(query => Read(query, sources, turns)).OfType<SpanCase>()];
    }

    private static SpanCase? Read(JsonElement query, ContextSource[] sources, List<(TextRange Range, long Tokens)> turns)
    {
        var gold = new SortedSet<int>();
        foreach (JsonElement span in query.GetProperty("relevant_text_span").EnumerateArray())
        {
            int first = int.Parse(span[0].GetString()!, CultureInfo.InvariantCulture);
            int last = Math.Min(int.Parse(span[1].GetString()!, CultureInfo.InvariantCulture), turns.Count - 1);
            gold.UnionWith(Enumerable.Range(first, Math.Max(0, last - first + 1)));
        }

        return gold.Count == 0 ? null : new SpanCase(sources, query.GetProperty("query").GetString() ?? string.Empty, [.. gold.Select(turn => turns[turn])]);
    }
}
