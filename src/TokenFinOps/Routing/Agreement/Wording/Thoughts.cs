namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Takes off what a model thought aloud before its answer.</summary>
internal static class Thoughts
{
    private static readonly (string Open, string Close)[] Tags = [("<think>", "</think>"), ("<thinking>", "</thinking>")];

    /// <returns>The text behind the thoughts: empty when they do not end, because then there is no answer yet.</returns>
    public static string Without(string text)
    {
        foreach ((string open, string close) in Tags)
        {
            bool isOpened = text.StartsWith(open, StringComparison.OrdinalIgnoreCase);
            int end = text.LastIndexOf(close, StringComparison.OrdinalIgnoreCase);
            if (isOpened && end < 0)
            {
                return string.Empty;
            }

            // Some servers put the opening tag into the prompt, so that only the closing one is left.
            if (end >= 0 && (isOpened || !text.Contains(open, StringComparison.OrdinalIgnoreCase)))
            {
                return text[(end + close.Length)..].Trim();
            }
        }

        return text;
    }
}
