namespace TokenFinOps.Embeddings.Words;

/// <summary>What is known of English words by hand: how much they say, and which ask for the same.</summary>
internal static class EnglishLexicon
{
    private const uint TierOfUnlisted = 4;

    private static readonly WordTable Tiers = ReadTiers();
    private static readonly WordTable Groups = ReadGroups();

    /// <summary>Gets how much a word says: 1 nothing, 2 little, 3 something, 4 much.</summary>
    public static uint TierOf(ulong wordHash) => Tiers.Find(wordHash) is var tier and not 0 ? tier : TierOfUnlisted;

    /// <summary>Gets the number of the group of words that ask for the same, or 0.</summary>
    public static uint GroupOf(ulong stemHash) => Groups.Find(stemHash);

    private static WordTable ReadTiers()
    {
        var entries = new List<KeyValuePair<ulong, uint>>();
        uint tier = 0;
        foreach (string list in (ReadOnlySpan<string>)[EnglishTiers.Empty, EnglishTiers.Weak, EnglishTiers.Common])
        {
            tier++;
            foreach (string word in Words(list))
            {
                entries.Add(new(FeatureHash.Of(word), tier));
            }
        }

        return new WordTable(entries);
    }

    private static WordTable ReadGroups()
    {
        var entries = new List<KeyValuePair<ulong, uint>>();
        uint group = 0;
        foreach (string line in EnglishSynonyms.Groups.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            group++;
            foreach (string word in Words(line))
            {
                Span<char> letters = word.ToCharArray();
                entries.Add(new(FeatureHash.Of(letters[..EnglishStemmer.Stem(letters)]), group));
            }
        }

        return new WordTable(entries);
    }

    private static string[] Words(string list) => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
