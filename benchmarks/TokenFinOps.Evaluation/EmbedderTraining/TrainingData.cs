namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>What a table is trained on: pairs that mean alike, and plain text.</summary>
/// <param name="Pairs">The pairs of each source.</param>
/// <param name="Texts">Sentences.</param>
internal sealed record TrainingData(IReadOnlyList<(string First, string Second)[]> Pairs, string[] Texts)
{
    private const int LongestLine = 400;

    // Licences that allow a table to be shipped: Open English WordNet (CC BY 4.0 on Princeton's licence) and QMSum (MIT).
    private static readonly string[] PairFiles = ["pairs_wordnet_synonyms.tsv", "pairs_wordnet_definitions.tsv"];
    private static readonly string[] TextFiles = ["text_wordnet.txt", "text_qmsum.txt"];

    /// <summary>Reads the sources whose licences allow a table to be shipped, and no other file of the folder.</summary>
    /// <exception cref="EvaluationException">A file is missing, or a line is no pair.</exception>
    public static TrainingData Read(string folder) =>
        new([.. PairFiles.Select(name => ReadPairs(Path.Combine(folder, name)))], [.. TextFiles.SelectMany(name => Lines(Path.Combine(folder, name)))]);

    private static (string, string)[] ReadPairs(string path) =>
        [.. Lines(path).Select(line => line.Split('\t') is [var first, var second] ? (first, second) : throw new EvaluationException($"'{path}' has a line that is no pair: '{line}'."))];

    private static List<string> Lines(string path)
    {
        var lines = new List<string>();
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                lines.Add(line.Length > LongestLine && !line.Contains('\t', StringComparison.Ordinal) ? line[..LongestLine] : line);
            }
        }

        return lines;
    }
}
