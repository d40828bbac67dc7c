using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace TokenFinOps.Evaluation.TokenEstimates;

/// <summary>Reads the texts that token estimates are calibrated and measured on.</summary>
/// <remarks>
/// Samples are about a thousand characters long, as messages are. The halves are split by article, document, run or file, so that no text
/// stands on both sides.
/// </remarks>
internal static class TokenCorpora
{
    private const int SampleLength = 1_000;

    /// <summary>Reads the data sets and, when given, a folder of more texts named <c>language.source.train.txt</c> or <c>language.source.test.txt</c>.</summary>
    public static IEnumerable<TokenSample> Read(string dataRoot, string? moreTexts)
    {
        string compress = Path.Combine(dataRoot, "compress");
        string corpora = Path.Combine(dataRoot, "corpora");
        IEnumerable<TokenSample> samples =
        [
            .. Directory.EnumerateFiles(compress, "xquad.*.json.gz").Order(StringComparer.Ordinal).SelectMany(Xquad),
            .. Lines("en.nq", Path.Combine(compress, "nq10.jsonl.gz"), 1_500, NaturalQuestion),
            .. Lines("en.qmsum", Path.Combine(compress, "qmsum_val.jsonl.gz"), 35, Meeting),
            .. Lines("en.gsm8k", Path.Combine(compress, "gsm8k_test.jsonl.gz"), 600, static row => Text(row, "question") + "\n" + Text(row, "answer")),
            .. Lines("en.dialogue", Path.Combine(corpora, "sgd_test_dialogues.jsonl.gz"), 300, static row => row.GetProperty("turns").ToString()),
            .. Lines("json.tools", Path.Combine(corpora, "BFCL_v4_live_multiple.json.gz"), 500, static row => row.GetProperty("function").GetRawText()),
            .. Lines("random.uuid", Path.Combine(compress, "kv_retrieval_75.jsonl.gz"), 60, static row => row.GetRawText()),
            .. Whole("en.prompts", Path.Combine(corpora, "awesome_chatgpt_prompts_prompts_2025-12.csv.gz")),
            .. Directory.EnumerateFiles(compress, "swe_agent_*.json.gz").Order(StringComparer.Ordinal).SelectMany(SweAgent),
            .. Agent(Path.Combine(compress, "tau_airline_runs.json.gz")),
            .. Whole("json.records", Path.Combine(compress, "airline_users.json.gz")),
            .. Whole("json.records", Path.Combine(compress, "github_repos.json")),
            .. Random(),
        ];
        return moreTexts is null ? samples : samples.Concat(Directory.EnumerateFiles(moreTexts, "*.txt").Order(StringComparer.Ordinal).SelectMany(MoreText));
    }

    private static IEnumerable<TokenSample> Xquad(string path)
    {
        string language = Path.GetFileName(path).Split('.')[1];
        using JsonDocument document = DataFile.OpenJson(path);
        int article = 0;
        foreach (JsonElement entry in document.RootElement.GetProperty("data").EnumerateArray())
        {
            bool calibrates = article++ % 2 == 0;
            foreach (JsonElement paragraph in entry.GetProperty("paragraphs").EnumerateArray())
            {
                yield return new($"{language}.xquad", calibrates, Text(paragraph, "context"));
                foreach (JsonElement question in paragraph.GetProperty("qas").EnumerateArray().Take(2))
                {
                    yield return new($"{language}.questions", calibrates, Text(question, "question"));
                }
            }
        }
    }

    private static IEnumerable<TokenSample> Lines(string set, string path, int limit, Func<JsonElement, string> text)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        for (int index = 0; index < limit && reader.ReadLine() is { } line; index++)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string content = text(row.RootElement);
            bool calibrates = IsFirstHalf(content[..Math.Min(80, content.Length)]);
            foreach (string part in Cut(content).Take(40))
            {
                yield return new(set, calibrates, part);
            }
        }
    }

    private static IEnumerable<TokenSample> Whole(string set, string path)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        return [.. Cut(reader.ReadToEnd()).Select((part, index) => new TokenSample(set, index / 20 % 2 == 0, part)).Take(800)];
    }

    private static IEnumerable<TokenSample> SweAgent(string path)
    {
        using JsonDocument document = DataFile.OpenJson(path);
        foreach (JsonElement step in document.RootElement.GetProperty("history").EnumerateArray())
        {
            string content = step.GetProperty("content").ToString();
            foreach (string part in Cut(content))
            {
                yield return new("code.swe-agent", IsFirstHalf(content), part);
            }
        }
    }

    private static IEnumerable<TokenSample> Agent(string path)
    {
        using JsonDocument document = DataFile.OpenJson(path);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement message in document.RootElement.EnumerateArray().SelectMany(static run => run.GetProperty("traj").EnumerateArray()))
        {
            if (message.GetProperty("content") is { ValueKind: JsonValueKind.String } content && seen.Add(content.GetString()!))
            {
                string set = content.GetString()!.StartsWith('{') ? "json.agent" : "en.agent";
                foreach (string part in Cut(content.GetString()!).Where(static part => part.Length > 30))
                {
                    yield return new(set, IsFirstHalf(content.GetString()!), part);
                }
            }
        }
    }

    private static IEnumerable<TokenSample> Random()
    {
#pragma warning disable RS0030 // Seeded, so that every run measures the same texts.
        var random = new Random(20_26);
#pragma warning restore RS0030
        byte[] bytes = new byte[600];
        for (int index = 0; index < 60; index++)
        {
            random.NextBytes(bytes);
            yield return new("random.base64", index % 2 == 0, Convert.ToBase64String(bytes));
            yield return new("random.hex", index % 2 == 0, Convert.ToHexStringLower(bytes));
            yield return new("random.numbers", index % 2 == 0, string.Join(", ", bytes.Take(120).Select((value, place) => (long)Math.Pow(value, 1 + (place % 4)))));
        }
    }

    private static IEnumerable<TokenSample> MoreText(string path)
    {
        string[] name = Path.GetFileName(path).Split('.');
        return Cut(File.ReadAllText(path)).Select(part => new TokenSample($"{name[0]}.{name[1]}", name[2] == "train", part));
    }

    private static string NaturalQuestion(JsonElement row)
    {
        JsonElement evidence = row.GetProperty("ev");
        JsonElement gold = row.GetProperty("docs")[evidence.GetArrayLength() == 0 ? 0 : evidence[0][0].GetInt32()];
        return Text(gold, "t") + "\n" + string.Join(' ', gold.GetProperty("s").EnumerateArray().Select(static sentence => sentence.GetString()));
    }

    private static string Meeting(JsonElement row) =>
        string.Join('\n', row.GetProperty("meeting_transcripts").EnumerateArray().Select(static turn => $"{Text(turn, "speaker")}: {Text(turn, "content")}"));

    private static IEnumerable<string> Cut(string text)
    {
        var part = new StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            for (int start = 0; start < line.Length; start += SampleLength)
            {
                part.Append(line.AsSpan(start, Math.Min(SampleLength, line.Length - start)));
                if (part.Length >= SampleLength)
                {
                    yield return part.ToString();
                    part.Clear();
                }
            }

            part.Append('\n');
        }

        if (part.Length > 20)
        {
            yield return part.ToString();
        }
    }

    private static bool IsFirstHalf(string name) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)) % 2 == 0;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? string.Empty;
}
