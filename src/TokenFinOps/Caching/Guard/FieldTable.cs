using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>The fields of <see cref="GuardLists"/>, found by the hash of a word or of its stem.</summary>
internal sealed class FieldTable
{
    private readonly List<FieldPlace> _places = [];
    private readonly List<(FieldRule Rule, GuardFindings Finding)> _fields = [];
    private readonly WordTable _words;
    private readonly FieldPlace[] _ordered;

    private FieldTable()
    {
        var words = new Dictionary<ulong, List<int>>();
        Read(GuardLists.Antonyms, GuardFindings.Antonyms, words);
        Read(GuardLists.Comparatives, GuardFindings.Comparatives, words);
        Read(GuardLists.Quantifiers, GuardFindings.Quantifiers, words);
        Read(GuardLists.Dates, GuardFindings.Dates, words);
        Read(GuardLists.Units, GuardFindings.Units, words);
        Read(GuardLists.Question, GuardFindings.Question, words);

        var ordered = new List<FieldPlace>();
        var entries = new List<KeyValuePair<ulong, uint>>();
        foreach ((ulong hash, List<int> places) in words)
        {
            entries.Add(new(hash, (uint)((ordered.Count << 8) | places.Count)));
            ordered.AddRange(places.Select(place => _places[place]));
        }

        _words = new WordTable(entries);
        _ordered = [.. ordered];
    }

    public static FieldTable Shared { get; } = new();

    public int Count => _fields.Count;

    /// <summary>Gets in which fields a word stands, and where.</summary>
    public ReadOnlySpan<FieldPlace> Find(ulong hash, ulong stem)
    {
        uint found = _words.Find(hash);
        found = found == 0 && stem != hash ? _words.Find(stem) : found;
        return found == 0 ? default : _ordered.AsSpan((int)(found >> 8), (int)(found & 0xFF));
    }

    /// <summary>Compares the alternatives that two texts have, field by field.</summary>
    public GuardFindings Compare(ReadOnlySpan<ulong> earlier, ReadOnlySpan<ulong> now)
    {
        var findings = GuardFindings.None;
        for (int field = 0; field < earlier.Length; field++)
        {
            (ulong one, ulong other) = (earlier[field], now[field]);
            if (one != other && Objects(_fields[field].Rule, one, other))
            {
                findings |= _fields[field].Finding;
            }
        }

        return findings;
    }

    private static bool Objects(FieldRule rule, ulong one, ulong other) => rule switch
    {
        FieldRule.Equal => true,
        FieldRule.EqualIfBoth => one != 0 && other != 0,
        _ => (one & ~other) != 0 && (other & ~one) != 0,
    };

    private void Read(string lines, GuardFindings finding, Dictionary<ulong, List<int>> words)
    {
        foreach (string line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            FieldRule rule = line[0] switch { '=' => FieldRule.Equal, '~' => FieldRule.EqualIfBoth, _ => FieldRule.Exclusive };
            string[] alternatives = line.TrimStart('=', '~').Split('|');
            for (int alternative = 0; alternative < alternatives.Length; alternative++)
            {
                foreach (string word in alternatives[alternative].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    Add(word, alternative, words);
                }
            }

            _fields.Add((rule, finding));
        }
    }

    private void Add(string word, int alternative, Dictionary<ulong, List<int>> words)
    {
        char mark = word.Length > 1 && word[0] is '^' or '+' or '#' or '-' or '!' ? word[0] : ' ';
        Span<char> letters = (mark == ' ' ? word : word[1..]).ToCharArray();
        ulong hash = FeatureHash.Of(letters);
        ulong stem = FeatureHash.Of(letters[..EnglishStemmer.Stem(letters)]);
        _places.Add(new FieldPlace((ushort)_fields.Count, (byte)alternative, mark));
        foreach (ulong key in hash == stem ? [hash] : (ReadOnlySpan<ulong>)[hash, stem])
        {
            if (!words.TryGetValue(key, out List<int>? places))
            {
                words[key] = places = [];
            }

            places.Add(_places.Count - 1);
        }
    }
}
