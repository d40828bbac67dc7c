using TokenFinOps.Compression.Selection;
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

    public static Selected From(ExtractiveSelector selector, string text, string note, string question, int most, in CompressionTarget target, ITokenCounter counter)
    {
        long noted = note.Length == 0 ? 0 : counter.CountText(note, target.Model, target.Provider).AtMost;
        var options = new SelectionOptions { MaxTokens = (int)Math.Max(1, most - noted - Seam), Model = target.Model, Provider = target.Provider };
        SelectedContext selection = selector.Select([new ContextSource(text)], question, options);
        if (selection.Refusal is { } refusal)
        {
            return new Selected(null, $"Nothing was left out: {refusal}.");
        }

        string kept = selection.Text + note;
        long tokens = counter.CountText(kept, target.Model, target.Provider).Tokens;
        return new Selected(new BlockText(kept, tokens, CompressionStep.Selected) { Dropped = [.. selection.Sources[0].Dropped] }, null);
    }
}
