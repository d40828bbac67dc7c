namespace TokenFinOps.Tokens.Overheads;

/// <summary>What an image costs with OpenAI's models.</summary>
/// <remarks>
/// The rules of the images and vision guide, "Calculating costs", as of 2026. Older and larger models pay per 512-pixel tile after scaling;
/// smaller and newer ones per 32-pixel patch, up to a budget, times a factor. A model whose rule is not published is counted like its nearest relative.
/// Stateless and thread-safe.
/// </remarks>
internal static class OpenAiImages
{
    private const int LargestSquare = 2_048;
    private const int ShortSide = 768;
    private const int TileSide = 512;
    private const int PatchSide = 32;
    private const int MostTiles = 8;

    private const int Budget = 1_536;
    private const int LargeBudget = 2_500;
    private const int OriginalBudget = 10_000;
    private const int OriginalSquare = 6_000;

    // The first part that a model's name holds decides.
    private static readonly (string Part, double Factor, int Budget)[] PatchModels =
    [
        ("gpt-5-mini", 1.62, Budget), ("gpt-5-nano", 2.46, Budget),
        ("gpt-4.1-mini", 1.62, Budget), ("gpt-4.1-nano", 2.46, Budget), ("o4-mini", 1.72, Budget),
        ("gpt-5.4-mini", 1.62, Budget), ("gpt-5.4-nano", 2.46, Budget),
        ("gpt-5-codex-mini", 1, Budget), ("gpt-5.1-codex-mini", 1, Budget),
        ("gpt-5.2", 1, Budget), ("gpt-5.3", 1, Budget),
        ("gpt-5.4", 1, LargeBudget), ("gpt-5.", 1, LargeBudget),
    ];

    private static readonly (string Part, int Base, int Tile)[] TileModels =
    [
        ("gpt-5.1", 70, 140), ("gpt-5", 70, 140),
        ("gpt-4o-mini", 2_833, 5_667), ("computer-use", 65, 129),
        ("o1", 75, 150), ("o3", 75, 150),
    ];

    /// <summary>Counts an image.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="size">Its size, when it could be read. Of any other, a 1,024-pixel square is expected, and the bound is the dearest that there is.</param>
    /// <param name="detail">How closely the model looks.</param>
    public static TokenCount Count(ReadOnlySpan<char> model, ImageSize? size, ImageDetail detail)
    {
        if (!IsTiled(model))
        {
            foreach ((string part, double factor, int budget) in PatchModels)
            {
                if (model.Contains(part, StringComparison.OrdinalIgnoreCase))
                {
                    return Patches(size, detail, factor, budget);
                }
            }
        }

        foreach ((string part, int baseTokens, int tileTokens) in TileModels)
        {
            if (model.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return Tiles(size, detail, baseTokens, tileTokens);
            }
        }

        return Tiles(size, detail, baseTokens: 85, tileTokens: 170);
    }

    // gpt-5.1 is the last of the tiled ones, but its small coding model is not.
    private static bool IsTiled(ReadOnlySpan<char> model) =>
        model.Contains("gpt-5.1", StringComparison.OrdinalIgnoreCase) && !model.Contains("mini", StringComparison.OrdinalIgnoreCase);

    private static TokenCount Tiles(ImageSize? size, ImageDetail detail, int baseTokens, int tileTokens)
    {
        if (detail == ImageDetail.Low)
        {
            return TokenCount.Exactly(baseTokens);
        }

        if (size is not { } known)
        {
            return new(baseTokens + (4 * tileTokens), baseTokens + (MostTiles * tileTokens));
        }

        ImageSize scaled = known.FitInto(LargestSquare);
        scaled = scaled.ShortSide <= ShortSide ? scaled : scaled.ScaledBy((double)ShortSide / scaled.ShortSide);
        return TokenCount.Exactly(baseTokens + (tileTokens * scaled.Tiles(TileSide)));
    }

    private static TokenCount Patches(ImageSize? size, ImageDetail detail, double factor, int budget)
    {
        int most = detail == ImageDetail.Original && budget > Budget ? OriginalBudget : budget;
        if (size is not { } known)
        {
            return TokenCount.About(factor * 1_024, factor * most);
        }

        ImageSize scaled = detail == ImageDetail.Low ? known.FitInto(TileSide) : known.FitInto(most == OriginalBudget ? OriginalSquare : LargestSquare);
        long patches = scaled.Tiles(PatchSide);
        return TokenCount.Exactly((long)Math.Ceiling(factor * (patches <= most ? patches : FitIntoBudget(scaled, most))));
    }

    // Shrinks so that both sides come out as whole patches, as the guide's second example does.
    private static long FitIntoBudget(ImageSize size, int budget)
    {
        double shrink = Math.Sqrt((double)PatchSide * PatchSide * budget / ((double)size.Width * size.Height));
        double across = size.Width * shrink / PatchSide;
        double down = size.Height * shrink / PatchSide;
        double whole = Math.Min(Math.Floor(across) / across, Math.Floor(down) / down);
        if (whole <= 0)
        {
            return budget;
        }

        return Math.Min(budget, (long)Math.Ceiling(Math.Round(across * whole, 6)) * (long)Math.Ceiling(Math.Round(down * whole, 6)));
    }
}
