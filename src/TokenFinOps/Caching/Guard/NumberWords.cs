using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>English words for numbers.</summary>
internal static class NumberWords
{
    private static readonly string[] Units =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (string Word, double Value)[] Others =
    [
        ("hundred", 1e2), ("dozen", 12), ("thousand", 1e3), ("k", 1e3), ("lakh", 1e5), ("lac", 1e5), ("million", 1e6), ("mn", 1e6), ("crore", 1e7), ("billion", 1e9), ("bn", 1e9), ("trillion", 1e12),
    ];

    private static readonly (string Word, int Value)[] Roman = [("ii", 2), ("iii", 3), ("iv", 4), ("vi", 6), ("vii", 7), ("viii", 8), ("ix", 9), ("xi", 11), ("xii", 12)];

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private static readonly double[] Values = [0, .. Enumerable.Range(0, 20).Select(static unit => (double)unit), .. Enumerable.Range(2, 8).Select(static ten => ten * 10.0), .. Others.Select(static other => other.Value), .. Roman.Select(static each => (double)each.Value), .. Enumerable.Range(1, 10).Select(static ordinal => (double)ordinal)];
    private static readonly WordTable Table = Read();

    /// <summary>Finds out what number a word stands for.</summary>
    public static NumberPart Find(ulong hash, out double value)
    {
        uint place = Table.Find(hash);
        value = Values[place];
        return place switch
        {
            0 => NumberPart.None,
            <= 20 => NumberPart.Unit,
            <= 28 => NumberPart.Ten,
            _ => place <= 28 + (uint)Others.Length ? NumberPart.Scale : place <= 28 + (uint)(Others.Length + Roman.Length) ? NumberPart.Roman : NumberPart.Ordinal,
        };
    }

    private static WordTable Read() =>
        new([.. Units.Concat(Tens).Concat(Others.Select(static other => other.Word)).Concat(Roman.Select(static each => each.Word)).Concat(Ordinals)
            .Select(static (word, place) => new KeyValuePair<ulong, uint>(FeatureHash.Of(word), (uint)place + 1)),
            new(FeatureHash.Of("hundreds"), 29), new(FeatureHash.Of("thousands"), 31), new(FeatureHash.Of("millions"), 35), new(FeatureHash.Of("billions"), 38)]);
}
