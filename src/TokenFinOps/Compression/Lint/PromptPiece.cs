namespace TokenFinOps.Compression.Lint;

/// <summary>A sentence or line of a prompt, or a part of it that is no text.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Hash">What tells it from others.</param>
/// <param name="Text">The text that it is in; empty where there is none.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="Tokens">Its tokens if they are known without counting the text.</param>
internal readonly record struct PromptPiece(PromptPart Part, UInt128 Hash, string Text, int Start, int Length, long Tokens = 0)
{
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    // Two contents may be one string.
    public bool IsFollowedBy(in PromptPiece next) => next.Length > 0 && ReferenceEquals(Text, next.Text) && next.Start == Start + Length;
}
