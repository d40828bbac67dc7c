namespace TokenFinOps.Tokens.Overheads;

/// <summary>The size of an image, in pixels.</summary>
internal readonly record struct ImageSize(int Width, int Height)
{
    public int LongSide => Math.Max(Width, Height);

    public int ShortSide => Math.Min(Width, Height);

    /// <summary>Scales down, never up, so that the image fits into a square.</summary>
    public ImageSize FitInto(int side) => LongSide <= side ? this : ScaledBy((double)side / LongSide);

    /// <summary>Scales both sides.</summary>
    public ImageSize ScaledBy(double factor) => new(Math.Max(1, (int)(Width * factor)), Math.Max(1, (int)(Height * factor)));

    /// <summary>Gets how many square tiles cover the image.</summary>
    public long Tiles(int side) => (((long)Width + side - 1) / side) * (((long)Height + side - 1) / side);
}
