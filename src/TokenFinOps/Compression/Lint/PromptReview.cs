using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>Looks at the pieces of one prompt.</summary>
internal sealed class PromptReview(PromptLintOptions options, ITokenCounter counter, List<PromptPiece> pieces, string? model, string? provider)
{
    // Shorter lines, such as a brace or a date, are the same by chance.
    private const int TellingLength = 40;

    // What providers cache at all: see PromptCacheRates.
    private static readonly long LeastCached = Gate.PromptCacheRates.None.MinimumTokens;

    /// <summary>Finds where the prompt leaves the earlier ones, if what follows stood there too: that the cache could have served.</summary>
    public PromptWaste? Unstable(params ReadOnlySpan<UInt128[]?> earlier)
    {
        UInt128[]? reference = null;
        int common = -1;
        foreach (UInt128[]? candidate in earlier)
        {
            int length = candidate is null ? -1 : CommonPrefix(candidate);
            (reference, common) = length > common ? (candidate, length) : (reference, common);
        }

        if (reference is null || common == reference.Length || common == pieces.Count)
        {
            return null;
        }

        var known = new HashSet<UInt128>(reference.AsSpan(common).ToArray());
        long missed = TokensOf(index => index >= common && known.Contains(pieces[index].Hash));
        return missed < options.MinimumTokens || missed + TokensOf(index => index < common) < LeastCached
            ? null
            : new PromptWaste(pieces[common].Part, missed, Quote(common));
    }

    /// <summary>Finds what stands in the prompt again. What the model said or was declared to it is not the application's to leave out.</summary>
    public IReadOnlyList<PromptWaste> Repeated()
    {
        var seen = new HashSet<UInt128>();
        var again = new bool[pieces.Count];
        bool any = false;
        for (int i = 0; i < pieces.Count; i++)
        {
            PromptPiece piece = pieces[i];
            bool isTelling = piece.Length >= TellingLength || (i > 0 && again[i - 1]);
            again[i] = !seen.Add(piece.Hash) && isTelling && piece.Part is not (PromptPart.Assistant or PromptPart.Tools);
            any |= again[i];
        }

        if (!any)
        {
            return [];
        }

        var found = new List<PromptWaste>();
        foreach (PromptPart part in (ReadOnlySpan<PromptPart>)[PromptPart.Instructions, PromptPart.User, PromptPart.ToolResults])
        {
            long tokens = TokensOf(index => again[index] && pieces[index].Part == part);
            if (tokens >= options.MinimumTokens)
            {
                found.Add(new PromptWaste(part, tokens, Quote(FirstOf(part, again))));
            }
        }

        return found;
    }

    private int FirstOf(PromptPart part, bool[] again)
    {
        int index = 0;
        while (pieces[index].Part != part || !again[index])
        {
            index++;
        }

        return index;
    }

    private int CommonPrefix(UInt128[] reference)
    {
        int common = 0;
        while (common < reference.Length && common < pieces.Count && reference[common] == pieces[common].Hash)
        {
            common++;
        }

        return common;
    }

    private string? Quote(int index) => options.IncludeExcerpts && index >= 0 ? LintExcerpt.Of(pieces[index].Span, options.ExcerptLength) : null;

    // Neighbours are counted as one text: tokens go across the ends of sentences.
    private long TokensOf(Func<int, bool> isMeant)
    {
        long tokens = 0;
        for (int i = 0; i < pieces.Count; i++)
        {
            if (!isMeant(i))
            {
                continue;
            }

            int last = i;
            while (last + 1 < pieces.Count && pieces[last].IsFollowedBy(pieces[last + 1]) && isMeant(last + 1))
            {
                last++;
            }

            PromptPiece end = pieces[last];
            tokens += pieces[i].Tokens;
            tokens += pieces[i].Length == 0 ? 0 : counter.CountText(pieces[i].Text.AsSpan(pieces[i].Start, end.Start + end.Length - pieces[i].Start), model, provider).Tokens;
            i = last;
        }

        return tokens;
    }
}
