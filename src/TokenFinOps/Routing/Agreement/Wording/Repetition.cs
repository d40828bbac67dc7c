namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds texts that end in the same words over and over, as models do that have lost their way.</summary>
internal static class Repetition
{
    private const int Looked = 2_000;
    private const int LeastRepeats = 6;
    private const int LeastLength = 120;

    public static bool Ends(string text)
    {
        ReadOnlySpan<char> tail = text.AsSpan(Math.Max(0, text.Length - Looked));
        Span<int> border = stackalloc int[Looked];
        border = border[..tail.Length];
        for (int i = 1, length = 0; i < tail.Length; i++)
        {
            while (length > 0 && FromEnd(tail, i) != FromEnd(tail, length))
            {
                length = border[length - 1];
            }

            length += FromEnd(tail, i) == FromEnd(tail, length) ? 1 : 0;
            border[i] = length;
            int period = i + 1 - length;
            if (i + 1 >= LeastLength && (i + 1) / period >= LeastRepeats && HasWord(tail[^period..]))
            {
                return true;
            }
        }

        return false;
    }

    private static char FromEnd(ReadOnlySpan<char> text, int index) => text[text.Length - 1 - index];

    // Rules and borders of tables repeat, and are none.
    private static bool HasWord(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }
}
