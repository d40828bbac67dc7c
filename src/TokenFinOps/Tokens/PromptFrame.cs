namespace TokenFinOps.Tokens;

/// <summary>Frames texts that a prompt brings along as data.</summary>
internal static class PromptFrame
{
    private const string Shortest = "=====";

    /// <summary>Makes a marker that none of the texts contains, so that none can end its own frame.</summary>
    public static string MarkerFor(params ReadOnlySpan<string?> texts)
    {
        string marker = Shortest;
        foreach (string? text in texts)
        {
            // A longer marker is not in an earlier text either: the shorter one was not.
            while (text?.Contains(marker, StringComparison.Ordinal) == true)
            {
                marker += "=";
            }
        }

        return marker;
    }
}
