using System.Text.Json;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Reads SQuAD's format. The context of a question is five paragraphs of its article, its own among them.</summary>
internal static class XquadFile
{
    private const int Paragraphs = 5;

    public static List<RetentionCase> Read(string path)
    {
        using JsonDocument document = DataFile.OpenJson(path);
        var cases = new List<RetentionCase>();
        foreach (JsonElement article in document.RootElement.GetProperty("data").EnumerateArray())
        {
            JsonElement[] paragraphs = [.. article.GetProperty("paragraphs").EnumerateArray()];
            for (int own = 0; own < paragraphs.Length; own++)
            {
                int first = Math.Clamp(own - (Paragraphs / 2), 0, Math.Max(0, paragraphs.Length - Paragraphs));
                ContextSource[] sources = [.. paragraphs.Skip(first).Take(Paragraphs)
                    .Select(static paragraph => new ContextSource(paragraph.GetProperty("context").GetString() ?? string.Empty, Kind: SourceKind.Document))];
                cases.AddRange(paragraphs[own].GetProperty("qas").EnumerateArray().Select(question => Read(question, sources, own - first)));
            }
        }

        return cases;
    }

    private static AnswerCase Read(JsonElement question, ContextSource[] sources, int own)
    {
        JsonElement[] answers = [.. question.GetProperty("answers").EnumerateArray()];
        string first = answers[0].GetProperty("text").GetString() ?? string.Empty;
        int start = CodeUnits(sources[own].Text, answers[0].GetProperty("answer_start").GetInt32());
        return new AnswerCase(sources, question.GetProperty("question").GetString() ?? string.Empty, [.. answers.Select(static answer => answer.GetProperty("text").GetString() ?? string.Empty)])
        {
            Evidence = (own, new TextRange(start, start + first.Length)),
        };
    }

    // The file counts characters, .NET counts UTF-16 code units.
    private static int CodeUnits(string text, int characters)
    {
        int at = 0;
        for (; characters > 0 && at < text.Length; characters--)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return at;
    }
}
