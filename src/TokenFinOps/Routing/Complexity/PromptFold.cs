using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Says which part of the examples a prompt belongs to: by its text, so that a prompt that occurs twice is never both learned from and judged.</summary>
internal static class PromptFold
{
    public static int Of(string prompt, int folds, int seed) => (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(prompt.AsSpan()), seed) % (uint)folds);
}
