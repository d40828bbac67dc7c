using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Compression;

/// <summary>Shortens a text to the sentences, rows, turns or blocks that its question needs.</summary>
internal sealed class ExtractiveContextCompressor(ExtractiveSelector selector) : IContextCompressor
{
    public ContextCut Compress(string text, string question, int maxTokens, CompressionTarget target)
    {
        var options = new SelectionOptions { MaxTokens = maxTokens, Model = target.Model, Provider = target.Provider };
        SelectedContext selection = selector.Select([new ContextSource(text)], question, options);
        return selection.Refusal is { } refusal ? ContextCut.Refuse(refusal.ToString()) : new ContextCut(selection.Text) { Dropped = [.. selection.Sources[0].Dropped] };
    }
}
