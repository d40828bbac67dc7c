namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Splits pairs so that no question stands on both sides: connected components over all pairs, same or not, with texts compared by their letters and digits.</summary>
internal static class PairComponents
{
    /// <summary>Gets for every pair a number of its component that does not depend on the order of the rows: the least hash of a text in it.</summary>
    public static ulong[] Of(IReadOnlyList<TextPair> pairs)
    {
        var numbers = new Dictionary<string, int>();
        var parents = new List<int>();
        var hashes = new List<ulong>();
        int[] firsts = [.. pairs.Select(pair => Number(pair.First))];
        int[] seconds = [.. pairs.Select(pair => Number(pair.Second))];
        foreach ((int first, int second) in firsts.Zip(seconds))
        {
            (int one, int other) = (Root(first), Root(second));
            parents[one] = other;
            hashes[other] = Math.Min(hashes[one], hashes[other]);
        }

        return [.. firsts.Select(first => hashes[Root(first)])];

        int Number(string text)
        {
            string key = Key(text);
            if (!numbers.TryGetValue(key, out int number))
            {
                numbers[key] = number = parents.Count;
                parents.Add(number);
                hashes.Add(System.IO.Hashing.XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(key)));
            }

            return number;
        }

        int Root(int node)
        {
            while (parents[node] != node)
            {
                node = parents[node] = parents[parents[node]];
            }

            return node;
        }
    }

    /// <summary>Tells which of <paramref name="folds"/> parts each pair belongs to.</summary>
    public static int[] Folds(IReadOnlyList<TextPair> pairs, int folds) => [.. Of(pairs).Select(component => (int)(component % (ulong)folds))];

    private static string Key(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
