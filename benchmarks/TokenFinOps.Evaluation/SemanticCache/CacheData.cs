namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Labelled data, in two parts that share no question: one that may be learned from, and one that is judged.</summary>
internal sealed class CacheData
{
    private readonly List<TextPair>? _pairs;
    private readonly ulong[] _components;
    private readonly List<(string Text, string Intent)>? _intents;
    private readonly string[] _names;

    private CacheData(List<TextPair>? pairs, List<(string Text, string Intent)>? intents)
    {
        (_pairs, _intents) = (pairs, intents);
        _components = pairs is null ? [] : PairComponents.Of(pairs);
        _names = intents is null ? [] : [.. intents.Select(static row => row.Intent).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads pairs (<c>.jsonl</c>) or questions with intents (<c>.csv</c>, <c>.tsv</c>, <c>.json</c>).</summary>
    /// <exception cref="EvaluationException">The data are missing or malformed.</exception>
    public static CacheData Read(string path)
    {
        string found = DataFile.Find(path) ?? throw new EvaluationException($"There is no file '{path}'; name one: pairs in .jsonl, or intents in .csv, .tsv or .json.");
        string name = found.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? found[..^3] : found;
        return name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? new CacheData(PairFile.Read(found), null) : new CacheData(null, IntentFile.Read(found));
    }

    public IReadOnlyCollection<string> Texts() =>
        [.. (_pairs is null ? _intents!.Select(static row => row.Text) : _pairs.SelectMany(static pair => new[] { pair.First, pair.Second })).Distinct()];

    /// <summary>Gets what the texts mean: for pairs the groups of questions that are labelled the same, else the intents.</summary>
    public IReadOnlyDictionary<string, int> Truth()
    {
        var truth = new Dictionary<string, int>();
        if (_intents is not null)
        {
            foreach ((string text, string intent) in _intents)
            {
                truth[text] = Array.IndexOf(_names, intent);
            }

            return truth;
        }

        List<TextPair> same = [.. _pairs!.Where(static pair => pair.IsSame)];
        ulong[] groups = PairComponents.Of(same);
        for (int i = 0; i < same.Count; i++)
        {
            truth[same[i].First] = truth[same[i].Second] = unchecked((int)groups[i]);
        }

        foreach (string text in Texts())
        {
            truth.TryAdd(text, unchecked((int)System.IO.Hashing.XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(text))));
        }

        return truth;
    }

    /// <summary>Gets one of the two parts: of pairs by connected components, of intents by intents.</summary>
    public ICacheTraffic Part(int part, ITextModel model)
    {
        if (_intents is not null)
        {
            return new IntentTraffic([.. _intents.Where(row => Array.IndexOf(_names, row.Intent) % 2 == part)], model);
        }

        int[] rows = [.. Enumerable.Range(0, _pairs!.Count).Where(row => (int)(_components[row] % 2) == part)];
        return rows.Length == 0
            ? throw new EvaluationException("The pairs are one connected component and cannot be divided; use --learn off.")
            : new PairTraffic([.. rows.Select(row => _pairs[row])], [.. rows.Select(row => _components[row])], model);
    }

    /// <summary>Gets all of it.</summary>
    public ICacheTraffic Whole(ITextModel model) => _intents is not null ? new IntentTraffic(_intents, model) : new PairTraffic(_pairs!, _components, model);
}
