namespace TokenFinOps.Routing.Complexity;

/// <summary>What was counted in a prompt, and the features made of it.</summary>
internal struct PromptCounts
{
    public const int Features = 25;

    /// <summary>The feature that is the logarithm of the length.</summary>
    public const int LogLength = 0;

    private KindCounts _kinds;
    private CueCounts _cues;

    public int Length { get; set; }

    public int Scanned { get; set; }

    public int Words { get; set; }

    public int LongWords { get; set; }

    public int WordChars { get; set; }

    public int Numbers { get; set; }

    public int LongestNumber { get; set; }

    public int ListItems { get; set; }

    public int Terms { get; set; }

    public int DistinctTerms { get; set; }

    public void Add(CharKind kind, int count) => _kinds[(int)kind] += count;

    public void Add(CueKind kind) => _cues[(int)kind]++;

    public readonly void Fill(Span<float> features)
    {
        float scanned = Math.Max(1, Scanned);
        float words = Math.Max(1, Words);
        float logLength = Log(Length);
        features[LogLength] = logLength;
        features[1] = logLength * logLength;
        features[2] = Log(Words);
        features[3] = WordChars / words;
        features[4] = LongWords / words;
        features[5] = Of(CharKind.Digit) / scanned;
        features[6] = Log(Numbers);
        features[7] = Log(LongestNumber);
        features[8] = Of(CharKind.Upper) / scanned;
        features[9] = Log(Of(CharKind.Math));
        features[10] = Of(CharKind.Math) / scanned;
        features[11] = Log(Of(CharKind.Code));
        features[12] = Log(Of(CharKind.NewLine));
        features[13] = Log(Of(CharKind.Question));
        features[14] = Log(Of(CharKind.Stop));
        features[15] = Log(Of(CharKind.Comma));
        features[16] = Log(Of(CharKind.Quote));
        features[17] = Of(CharKind.Foreign) / scanned;
        features[18] = Log(ListItems);
        features[19] = DistinctTerms / (float)Math.Max(1, Terms);
        features[20] = Log(Of(CueKind.Question));
        features[21] = Log(Of(CueKind.Quantity));
        features[22] = Log(Of(CueKind.Reasoning));
        features[23] = Log(Of(CueKind.Negation));
        features[24] = Log(Of(CueKind.Condition));
    }

    private readonly int Of(CharKind kind) => _kinds[(int)kind];

    private readonly int Of(CueKind kind) => _cues[(int)kind];

    private static float Log(int count) => MathF.Log(1 + count);

    [System.Runtime.CompilerServices.InlineArray((int)CharKind.Foreign + 1)]
    private struct KindCounts
    {
        private int _first;
    }

    [System.Runtime.CompilerServices.InlineArray((int)CueKind.Condition + 1)]
    private struct CueCounts
    {
        private int _first;
    }
}
