namespace TokenFinOps.Embeddings.Tables;

/// <summary>A learned table: a row for each known word, and one for each bucket that character n-grams fall into. Rows are 4-bit numbers with a scale.</summary>
internal sealed record StaticTextTable
{
    public required string Name { get; init; }

    /// <summary>Gets the length of a row: a multiple of 2.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Gets how many numbers the lexical half has: a power of two.</summary>
    public required int LexicalDimensions { get; init; }

    /// <summary>Gets how many bits the number of a bucket has.</summary>
    public required int BucketBits { get; init; }

    /// <summary>Gets how many characters an n-gram has.</summary>
    public required int GramSize { get; init; }

    /// <summary>Gets the learned half's part of the cosine, in percent.</summary>
    public required int LearnedPercent { get; init; }

    /// <summary>Gets what the n-grams of a known word weigh beside its row, in percent.</summary>
    public required int GramPercent { get; init; }

    /// <summary>Gets the hashes of the known words, rising.</summary>
    public required uint[] Words { get; init; }

    /// <summary>Gets how much each known word counts, in parts of 255.</summary>
    public required byte[] Weights { get; init; }

    public required PackedRows WordRows { get; init; }

    public required PackedRows BucketRows { get; init; }

    /// <summary>Gets the hash under which a word stands in a table.</summary>
    public static uint Key(ulong wordHash) => (uint)(Embeddings.Words.FeatureHash.Mix(wordHash) >> 32);
}
