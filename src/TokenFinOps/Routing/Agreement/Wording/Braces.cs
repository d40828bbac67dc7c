namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds the end of what stands in braces.</summary>
internal static class Braces
{
    // Nothing that answers in braces is longer; it keeps many openings without an end from costing a scan each.
    private const int Longest = 2_000;

    /// <returns>The place of the brace that closes the one at <paramref name="open"/>, or -1.</returns>
    public static int Close(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length && i - open < Longest; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
