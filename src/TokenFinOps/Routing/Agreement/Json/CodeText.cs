using System.Buffers;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Tells code from prose.</summary>
internal static class CodeText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("={}[]<>\\|_;`^*#@$/\n");

    /// <returns>Whether a text holds characters that sentences do without.</returns>
    public static bool IsLikely(ReadOnlySpan<char> text) => text.ContainsAny(Signs);
}
