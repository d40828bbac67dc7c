namespace TokenFinOps.Routing.Complexity;

/// <summary>Ranks scores: 0 is the lowest, 1 the highest, equal scores share their mean rank.</summary>
internal static class Ranks
{
    /// <summary>Ranks some rows among each other.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">The scores of all rows.</param>
    /// <param name="ranks">Takes the ranks of those rows.</param>
    public static void Fill(int[] rows, double[] scores, double[] ranks)
    {
        int[] order = [.. rows];
        double[] keys = [.. rows.Select(row => scores[row])];
        Array.Sort(keys, order);
        int begin = 0;
        while (begin < keys.Length)
        {
            int end = begin + 1;
            while (end < keys.Length && keys[end] == keys[begin])
            {
                end++;
            }

            double rank = (begin + end) / (2.0 * keys.Length);
            for (int i = begin; i < end; i++)
            {
                ranks[order[i]] = rank;
            }

            begin = end;
        }
    }
}
