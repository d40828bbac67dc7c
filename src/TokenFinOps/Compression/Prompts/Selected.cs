using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Prompts;

/// <summary>What a selection kept of a text, or why it kept all.</summary>
/// <param name="Text">What it kept, or <see langword="null"/>.</param>
/// <param name="Refusal">Why nothing was left out, or <see langword="null"/>.</param>
internal sealed record Selected(BlockText? Text, string? Refusal)
{
    // Two texts joined may count a token more than each for itself.
    private const int Seam = 2;

    public static Selected From(IContextCompressor compressor, string text, string note, string question, int most, in CompressionTarget target, ITokenCounter counter)
    {
        long noted = note.Length == 0 ? 0 : counter.CountText(note, target.Model, target.Provider).AtMost + Seam;
        ContextCut cut = compressor.Compress(text, question, (int)Math.Max(1, most - noted), target);
        if (cut.Text is null)
        {
            return new Selected(null, $"Nothing was left out: {cut.Refusal ?? "no reason was given"}.");
        }

        string kept = cut.Text + note;
        long tokens = counter.CountText(kept, target.Model, target.Provider).Tokens;
        return tokens > most
            ? new Selected(null, $"Nothing was left out: what is left has {tokens} tokens, and {most} were asked for.")
            : new Selected(new BlockText(kept, tokens, CompressionStep.Selected) { Dropped = cut.Dropped }, null);
    }
}
