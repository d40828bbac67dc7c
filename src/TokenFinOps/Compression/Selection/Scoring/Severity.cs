using System.Buffers;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Knows the log entries that people look for.</summary>
internal static class Severity
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["error", "fail", "fatal", "exception", "critical", "panic", "denied", "timeout", "timed out", "traceback"], StringComparison.OrdinalIgnoreCase);

    public static bool IsHigh(ReadOnlySpan<char> entry) => entry.IndexOfAny(Words) >= 0;
}
