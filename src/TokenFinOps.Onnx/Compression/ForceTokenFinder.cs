using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Finds texts in a text, from left to right, the longest where several start.</summary>
internal sealed class ForceTokenFinder(IEnumerable<string> tokens)
{
    private readonly string[] _tokens = [.. tokens.OrderByDescending(static token => token.Length)];

    /// <summary>Finds out whether a text is one of those looked for.</summary>
    public bool Has(string text) => Array.IndexOf(_tokens, text) >= 0;

    public IEnumerable<TextRange> In(string text)
    {
        if (_tokens.Length == 0)
        {
            yield break;
        }

        for (int at = 0; at < text.Length;)
        {
            if (Array.Find(_tokens, token => text.AsSpan(at).StartsWith(token, StringComparison.Ordinal)) is { } found)
            {
                yield return new TextRange(at, at + found.Length);
                at += found.Length;
            }
            else
            {
                at++;
            }
        }
    }
}
