namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Finds loops that end with the latest call. Pure functions.</summary>
/// <remarks>
/// <para>
/// A repeated call is counted in quarters: four when it was made in the same turn of the user and its result says the same as the latest, two when the user has spoken
/// since, one when its result says something else.
/// </para>
/// <para>
/// A cycle is found by cutting the calls at those that equal the latest one and brought the same. Each piece must have a common subsequence with the latest piece
/// that is two to six calls long and leaves out at most half as many. The user may have spoken in between: a user may be an agent, too.
/// </para>
/// </remarks>
internal static class LoopFinder
{
    private const int LongestPeriod = 6;
    private const int LongestPiece = LongestPeriod + (LongestPeriod / 2);

    /// <summary>Counts how often the latest call was made.</summary>
    /// <param name="calls">The calls, the latest last; at least one.</param>
    public static decimal Repetitions(ReadOnlySpan<CallMark> calls)
    {
        CallMark latest = calls[^1];
        int quarters = 0;
        foreach (CallMark call in calls)
        {
            if (call.Call == latest.Call)
            {
                quarters += call.Result != latest.Result ? 1 : call.Turn != latest.Turn ? 2 : 4;
            }
        }

        return quarters / 4m;
    }

    /// <summary>Finds the cycle that the latest call ends.</summary>
    /// <param name="calls">The calls, the latest last; at least one.</param>
    /// <param name="repetitions">How often it must have been gone through, at least.</param>
    /// <returns>The calls of the latest turn of the cycle, or nothing.</returns>
    public static ReadOnlySpan<CallMark> Cycle(ReadOnlySpan<CallMark> calls, int repetitions)
    {
        int end = calls.Length - 1;
        for (int start = end - 1; start >= 0 && end - start <= LongestPiece; start--)
        {
            if (!IsSame(calls[start], calls[end]))
            {
                continue;
            }

            ReadOnlySpan<CallMark> latest = calls[(start + 1)..];
            if (Pieces(calls[..(start + 1)], latest) + 2 >= repetitions)
            {
                return latest;
            }
        }

        return [];
    }

    // How many pieces like the latest one come right before it. The latest call itself and the one at which the first piece begins make the repetitions two more.
    private static int Pieces(ReadOnlySpan<CallMark> calls, ReadOnlySpan<CallMark> latest)
    {
        int pieces = 0;
        while (PieceBefore(calls, latest) is var length and > 0)
        {
            pieces++;
            calls = calls[..^length];
        }

        return pieces;
    }

    private static int PieceBefore(ReadOnlySpan<CallMark> calls, ReadOnlySpan<CallMark> latest)
    {
        for (int length = 2; length <= LongestPiece && length < calls.Length; length++)
        {
            if (IsSame(calls[^(length + 1)], latest[^1]) && AreAlike(calls[^length..], latest))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool AreAlike(ReadOnlySpan<CallMark> piece, ReadOnlySpan<CallMark> latest)
    {
        int common = 1 + CommonBesides(latest[^1].Call, piece[..^1], latest[..^1]);
        return common is >= 2 and <= LongestPeriod && piece.Length - common <= common / 2 && latest.Length - common <= common / 2;
    }

    // The longest common subsequence, without the call at which the pieces are cut.
    private static int CommonBesides(ulong cut, ReadOnlySpan<CallMark> left, ReadOnlySpan<CallMark> right)
    {
        Span<int> lengths = stackalloc int[LongestPiece + 1];
        foreach (CallMark call in left)
        {
            int diagonal = 0;
            for (int i = 1; i <= right.Length; i++)
            {
                int above = lengths[i];
                bool matches = call.Call == right[i - 1].Call && call.Call != cut;
                lengths[i] = matches ? diagonal + 1 : Math.Max(above, lengths[i - 1]);
                diagonal = above;
            }
        }

        return lengths[right.Length];
    }

    private static bool IsSame(in CallMark left, in CallMark right) => left.Call == right.Call && left.Result == right.Result;
}
