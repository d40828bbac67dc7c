namespace TokenFinOps.Routing.Complexity;

/// <summary>The features of many prompts: terms as rows of a sparse matrix, the others as rows of a dense one.</summary>
internal sealed class FeatureTable
{
    private readonly int[] _start;
    private readonly int[] _terms;
    private readonly float[] _features;

    private FeatureTable(int bits, int[] start, int[] terms, float[] features) => (Bits, _start, _terms, _features) = (bits, start, terms, features);

    public int Bits { get; }

    public int Rows => _start.Length - 1;

    public ReadOnlySpan<int> Terms(int row) => _terms.AsSpan(_start[row].._start[row + 1]);

    public ReadOnlySpan<float> Features(int row) => _features.AsSpan(row * PromptCounts.Features, PromptCounts.Features);

    public static FeatureTable Read(IReadOnlyList<RoutingExample> examples, int bits)
    {
        var terms = new List<int>(examples.Count * 128);
        int[] start = new int[examples.Count + 1];
        float[] features = new float[examples.Count * PromptCounts.Features];
        int[] row = new int[PromptReader.MaxTerms];
        ulong[] seen = new ulong[PromptReader.SeenWords(bits)];
        for (int example = 0; example < examples.Count; example++)
        {
            Array.Clear(seen);
            int count = PromptReader.Read(examples[example].Prompt, bits, row, seen, features.AsSpan(example * PromptCounts.Features, PromptCounts.Features));
            terms.AddRange(row.AsSpan(0, count));
            start[example + 1] = terms.Count;
        }

        return new FeatureTable(bits, start, [.. terms], features);
    }
}
