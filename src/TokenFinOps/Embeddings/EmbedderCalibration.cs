namespace TokenFinOps.Embeddings;

public static class EmbedderCalibration
{
    public const float LexicalThreshold = 0.9f;
}
