using TokenFinOps.Tokens;
using TokenFinOps.Tokens.Encodings;

namespace TokenFinOps.Tests.Tokens;

/// <summary>Counts a token a word, and remembers what it was asked to count.</summary>
internal sealed class RecordingTokenizer : ITextTokenizer
{
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts)
            {
                return [.. _texts];
            }
        }
    }

    public int Count(ReadOnlySpan<char> text)
    {
        string copy = text.ToString();
        lock (_texts)
        {
            _texts.Add(copy);
        }

        return copy.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    public TokenCounter Counter(TokenCounterOptions? options = null) =>
        new(options ?? new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait }, new TokenEncodings(() => this, () => this));
}
