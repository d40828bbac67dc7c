using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>A word as the guard sees it.</summary>
/// <param name="Stem">The hash of its stem; of a known name, of the thing it names.</param>
/// <param name="Hash">The hash of the folded word.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Marks">What is known of it.</param>
internal readonly record struct GuardedWord(ulong Stem, ulong Hash, int Start, int End, WordKind Kind, WordMarks Marks)
{
    /// <summary>Gets whether it says what the text is about, rather than how it is asked.</summary>
    public bool IsSubject => Kind is WordKind.Word or WordKind.Pair && (Marks & (WordMarks.Empty | WordMarks.Weak)) == 0;

    public bool Has(WordMarks mark) => (Marks & mark) != 0;
}
