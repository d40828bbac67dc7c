namespace TokenFinOps.Caching.Guard;

/// <summary>Two texts speak of the same only if they have the same numbers, however they are written.</summary>
internal static class NumberRule
{
    private const int Most = 72;

    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now)
    {
        if (!earlier.HasNumbers && !now.HasNumbers)
        {
            return GuardFindings.None;
        }

        var one = new NumberList(stackalloc double[Most]);
        var other = new NumberList(stackalloc double[Most]);
        one.Read(earlier);
        other.Read(now);
        bool areSame = !one.IsCut && !other.IsCut && IsCovered(one.Values, other.Values, other.Soft) && IsCovered(other.Values, one.Values, one.Soft);
        return areSame ? GuardFindings.None : GuardFindings.Numbers;
    }

    // Every number of one text is a number of the other, or a soft one. Both are sorted.
    private static bool IsCovered(ReadOnlySpan<double> values, ReadOnlySpan<double> others, ReadOnlySpan<double> soft)
    {
        int at = 0;
        int uncovered = 0;
        foreach (double value in values)
        {
            while (at < others.Length && others[at] < value)
            {
                at++;
            }

            if (at < others.Length && others[at] == value)
            {
                at++;
            }
            else if (uncovered++ >= soft.Length || !soft.Contains(value))
            {
                return false;
            }
        }

        return true;
    }
}
