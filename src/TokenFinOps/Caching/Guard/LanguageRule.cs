using System.Numerics.Tensors;
using System.Text;

namespace TokenFinOps.Caching.Guard;

/// <summary>The texts are written in different scripts.</summary>
internal static class LanguageRule
{
    private const int Enough = 400;
    private const int Latin = 1;
    private const int Ideographs = 7;
    private const int Kana = 8;
    private const int Scripts = 10;

    public static GuardFindings Compare(ReadOnlySpan<char> earlier, ReadOnlySpan<char> now) =>
        (Ascii.IsValid(earlier) && Ascii.IsValid(now)) || (ScriptOf(earlier) is var one && ScriptOf(now) is var other && (one == other || one == 0 || other == 0))
            ? GuardFindings.None
            : GuardFindings.Language;

    // The script of most of the first letters; kana makes ideographs Japanese.
    private static int ScriptOf(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Scripts + 1];
        counts.Clear();
        foreach (char character in text[..Math.Min(text.Length, Enough)])
        {
            counts[Script(character)]++;
        }

        counts[0] = 0;
        int most = TensorPrimitives.IndexOfMax<int>(counts);
        return counts[most] == 0 ? 0 : most == Ideographs && counts[Kana] > 0 ? Kana : most;
    }

    private static int Script(char character) => character switch
    {
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '\u00C0' and <= '\u024F') => Latin,
        < '\u0370' => 0,
        <= '\u03FF' => 2,
        <= '\u052F' => 3,
        >= '\u0590' and <= '\u05FF' => 4,
        >= '\u0600' and <= '\u06FF' => 5,
        >= '\u0900' and <= '\u0DFF' => 6,
        >= '\u0E00' and <= '\u0EFF' => 9,
        >= '\u3040' and <= '\u30FF' => Kana,
        (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') => Ideographs,
        >= '\uAC00' and <= '\uD7AF' => Scripts,
        _ => 0,
    };
}
