using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.SemanticCache;
using TokenFinOps.Evaluation.Suites;

namespace TokenFinOps.Tests.Evaluation;

/// <summary>The suite <c>embedder</c>, and the files it reads.</summary>
public sealed class EmbedderSuiteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pairs_are_ranked_and_the_guard_keeps_apart_what_a_similarity_does_not()
    {
        SuiteReport report = await RunAsync(
            "pairs.jsonl",
            """
            {"a":"how do I reset my router","b":"how can I reset the router","label":1}
            {"q1":"turn on the porch light","q2":"turn off the porch light","label":0,"capability":"Negation","test":"opposites"}
            {"a":"how do I reset my router","b":"best pizza in town","label":0}
            {"a":"the very same words","b":"the very same words","label":0}
            """);

        Assert.Equal(1m, report["n_same"]);
        Assert.Equal(1m, report["identical"]);
        Assert.Equal(0.5m, report["hits_of_other"]);
        Assert.Equal(0m, report["guarded_hits_of_other"]);
        Assert.Equal(1m, report["guarded_hits_of_same"]);
        Assert.NotNull(report["tfidf_auc"]);
        Assert.NotNull(report["chargram_recall_at_1pct_fpr"]);
    }

    [Fact]
    public async Task Intents_are_paired_and_ours_is_centred_on_others()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 200).Select(static row => $"intent{row % 2}\t{(row % 2 == 0 ? "play the song" : "set an alarm")} number {row} {Convert.ToChar('a' + (row % 26))}zz"));

        SuiteReport report = await RunAsync("intents.tsv", rows);

        Assert.True(report["auc"] > 0.9m);
        Assert.True(report["centred_auc"] > 0.9m);
    }

    [Theory]
    [InlineData("pairs.jsonl", """{"a":"one","b":"two"}""", "line 1")]
    [InlineData("pairs.jsonl", """{"a":"one","b":"two","label":7}""", "'7'")]
    [InlineData("pairs.jsonl", """{"x":"one","label":1}""", "a and b")]
    [InlineData("intents.tsv", "no tab here", "row 1")]
    [InlineData("intents.txt", "text", "no file of intents")]
    public async Task A_malformed_file_is_named_with_its_fault(string name, string text, string part)
    {
        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(name, text));

        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_question_stands_on_both_sides_of_a_split()
    {
        List<TextPair> pairs = [new("a", "b", true), new("B!", "c", false), new("d", "e", true), new("C", "f", true)];

        ulong[] components = PairComponents.Of(pairs);

        Assert.Equal(components[0], components[1]);
        Assert.Equal(components[0], components[3]);
        Assert.NotEqual(components[0], components[2]);
    }

    [Fact]
    public void Ties_count_half()
    {
        Assert.Equal(0.5, Ranking.Auc([1, 1], [1]));
        Assert.Equal(1, Ranking.Auc([2], [1, 0]));
        Assert.Equal(0.875, Ranking.Auc([1, 2], [1, 0]));
        Assert.Equal(0.5, Ranking.RecallAt([1, 3], [1, 2, 0], 0));
    }

    private Task<SuiteReport> RunAsync(string name, string text) =>
        new EmbedderSuite().RunAsync(new SuiteContext(CommandLine.Parse(["embedder", "--data", _folder.Write(name, text)]), new Progress<double>()), TestContext.Current.CancellationToken);
}
