using System.IO.Hashing;

namespace TokenFinOps.Attribution;

/// <summary>Draws who bypasses a lever: always the same ones for the same seed, whatever lever asks.</summary>
internal static class ControlDraw
{
    /// <summary>Says whether a unit, e.g. a run, is in the share that is drawn.</summary>
    public static bool Contains(ReadOnlySpan<byte> unit, double share, long seed) => XxHash3.HashToUInt64(unit, seed) < share * ulong.MaxValue;
}
