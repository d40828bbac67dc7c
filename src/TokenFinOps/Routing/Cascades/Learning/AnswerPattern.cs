namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Says which answers of a cascade are the same: <c>aa</c> for two that agree, <c>aba</c> for a first and third, <c>x</c> for one that cannot be compared.</summary>
internal static class AnswerPattern
{
    public const int MostMembers = 8;

    private const char Incomparable = 'x';

    public static string Of(ReadOnlySpan<string?> forms)
    {
        Span<char> pattern = stackalloc char[forms.Length];
        char next = 'a';
        for (int i = 0; i < forms.Length; i++)
        {
            int same = forms[i] is null ? -1 : forms[..i].IndexOf(forms[i]);
            pattern[i] = forms[i] is null ? Incomparable : same >= 0 ? pattern[same] : next++;
        }

        return pattern.ToString();
    }
}
