using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>What the guard knows of single words: names, negations.</summary>
internal static class GuardLexicon
{
    private const string Negations =
        "not no never none nobody nothing nowhere neither nor cannot without lack lacks lacking unable dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt "
        + "havent hasnt hadnt mustnt neednt aint";

    private const uint NeedsCapitals = 1u << 31;

    private static readonly ulong Used = FeatureHash.Of("used");
    private static readonly ulong Use = FeatureHash.Of("use");
    private static readonly ulong To = FeatureHash.Of("to");
    private static readonly WordTable NegationTable = Read(Negations);
    private static readonly WordTable VerbTable = Read(GuardLists.ParticleVerbs);
    private static readonly WordTable NameTable = ReadNames();

    public static bool IsNegation(ulong hash) => NegationTable.Find(hash) != 0;

    /// <summary>Gets the number of the thing that a word names, or 0 when it is no known name.</summary>
    public static uint NameOf(ulong hash, bool isCapitals)
    {
        uint name = NameTable.Find(hash);
        return (name & NeedsCapitals) == 0 ? name : isCapitals ? name & ~NeedsCapitals : 0;
    }

    /// <summary>Tells whether a verb's meaning turns with <c>in</c> and <c>out</c>.</summary>
    public static bool TakesParticle(ulong stem) => VerbTable.Find(stem) != 0;

    /// <summary>Tells whether two words in a row are <c>used to</c>.</summary>
    public static bool IsUsedTo(ulong first, ulong second) => second == To && (first == Used || first == Use);

    private static WordTable Read(string words) => new([.. words.Split(' ').SelectMany(KeysOf)]);

    private static IEnumerable<KeyValuePair<ulong, uint>> KeysOf(string word)
    {
        Span<char> letters = word.ToCharArray();
        ulong hash = FeatureHash.Of(letters);
        return [new(hash, 1), new(FeatureHash.Of(letters[..EnglishStemmer.Stem(letters)]), 1)];
    }

    private static WordTable ReadNames()
    {
        var entries = new List<KeyValuePair<ulong, uint>>();
        uint thing = 0;
        foreach (string line in $"{GuardNames.Places}\n{GuardNames.Things}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            thing++;
            foreach (string word in line.Split(' '))
            {
                entries.Add(new(FeatureHash.Of(word.TrimStart('^')), word[0] == '^' ? thing | NeedsCapitals : thing));
            }
        }

        return new WordTable(entries);
    }
}
