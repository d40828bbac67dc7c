using TokenFinOps.Embeddings.Tables;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>The words that a table knows, the most frequent ones, with their rarity.</summary>
internal sealed class WordList
{
    private readonly Dictionary<ulong, int> _places = [];

    public WordList(IEnumerable<string> texts, int most)
    {
        var documents = new Dictionary<ulong, int>();
        int count = 0;
        foreach (string text in texts)
        {
            count++;
            foreach (ulong word in HashesOf(text).Distinct())
            {
                documents[word] = documents.GetValueOrDefault(word) + 1;
            }
        }

        // In the order of the file; of two words with one key the more frequent.
        KeyValuePair<ulong, int>[] chosen =
            [.. documents.OrderByDescending(static each => each.Value).ThenBy(static each => each.Key).Take(most).DistinctBy(static each => StaticTextTable.Key(each.Key)).OrderBy(static each => StaticTextTable.Key(each.Key))];
        Keys = [.. chosen.Select(static each => StaticTextTable.Key(each.Key))];
        double rarest = Math.Log((1.0 + count) / 2);
        Weights = [.. chosen.Select(each => (byte)Math.Clamp(Math.Round(255 * Math.Log((1.0 + count) / (1 + each.Value)) / rarest), 1, 255))];
        for (int place = 0; place < chosen.Length; place++)
        {
            _places[chosen[place].Key] = place;
        }
    }

    public uint[] Keys { get; }

    public byte[] Weights { get; }

    public int Count => Keys.Length;

    /// <summary>Gets the place of a word, or −1.</summary>
    public int PlaceOf(ulong hash) => _places.GetValueOrDefault(hash, -1);

    public static List<ulong> HashesOf(string text)
    {
        var hashes = new List<ulong>();
        var scanner = new WordScanner(text, stackalloc char[WordScanner.LongestWord]);
        while (scanner.MoveNext())
        {
            if (scanner.Kind is WordKind.Word or WordKind.Number)
            {
                hashes.Add(scanner.Hash);
            }
        }

        return hashes;
    }
}
