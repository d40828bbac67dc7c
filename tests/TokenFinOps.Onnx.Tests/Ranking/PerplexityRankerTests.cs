using Microsoft.ML.Tokenizers;
using TokenFinOps.Onnx.Ranking;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Ranking;

public sealed class PerplexityRankerTests : IDisposable
{
    // After each token (row), how likely each next one is (column): 1 is "cats", 2 "dogs", 3 "purr", 4 "bark".
    private static readonly double[][] Next =
    [
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.1, 0.1, 0.1, 0.6, 0.1],
        [0.1, 0.1, 0.1, 0.1, 0.6],
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.2, 0.2, 0.2, 0.2, 0.2],
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_document_comes_first_after_which_the_question_surprises_least()
    {
        using PerplexityRanker ranker = Ranker();

        Assert.Equal([1, 0], ranker.Rank("purr", ["dogs", "cats"], TestContext.Current.CancellationToken).Select(static document => document.Index));
        Assert.Equal([0, 1], ranker.Rank("bark", ["dogs", "cats"], TestContext.Current.CancellationToken).Select(static document => document.Index));
    }

    [Fact]
    public void The_surprise_is_the_mean_over_the_questions_tokens_only()
    {
        using PerplexityRanker ranker = Ranker();

        RankedDocument document = Assert.Single(ranker.Rank("purr purr", ["bark dogs cats"], TestContext.Current.CancellationToken));

        Assert.Equal(-(Math.Log(0.6) + Math.Log(0.2)) / 2, document.Surprise, 5);
    }

    [Fact]
    public void Batches_give_what_single_documents_give()
    {
        string[] documents = ["dogs", "cats bark cats", "purr", "bark bark bark dogs"];
        using PerplexityRanker single = Ranker();
        using PerplexityRanker batched = Ranker(static options => options with { BatchSize = 3 });

        Assert.Equal(single.Rank("purr bark", documents, TestContext.Current.CancellationToken), batched.Rank("purr bark", documents, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Of_a_long_document_the_model_sees_the_beginning()
    {
        using PerplexityRanker ranker = Ranker(static options => options with { MaxSequenceLength = 3 });

        RankedDocument document = Assert.Single(ranker.Rank("purr", ["dogs cats bark bark bark"], TestContext.Current.CancellationToken));

        Assert.Equal(-Math.Log(0.6), document.Surprise, 5);
    }

    [Fact]
    public void A_question_that_leaves_no_room_is_refused()
    {
        using PerplexityRanker ranker = Ranker(static options => options with { MaxSequenceLength = 2 });

        Assert.Contains("2 tokens", Assert.Throws<ArgumentException>(() => ranker.Rank("purr purr", ["cats"], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_found_out()
    {
        using PerplexityRanker ranker = Ranker(rows: 4);

        Assert.Contains("the model knows 4", Assert.Throws<InvalidOperationException>(() => ranker.Rank("bark", ["cats"], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private PerplexityRanker Ranker(Func<PerplexityRankerOptions, PerplexityRankerOptions>? with = null, int rows = 5)
    {
        float[][] table = [.. Next.Take(5).Select(row => row.Take(rows).Select(static probability => (float)Math.Log(probability)).ToArray())];
        using var vocabulary = new MemoryStream("[UNK]\ncats\ndogs\npurr\nbark\n"u8.ToArray());
        var options = new PerplexityRankerOptions
        {
            ModelPath = new TinyModel { Rows = table, Inputs = ["input_ids", "attention_mask", "position_ids"] }.WriteTo(_folder),
            Tokenizer = WordPieceTokenizer.Create(vocabulary),
            Suffix = string.Empty,
        };
        return new PerplexityRanker(with is null ? options : with(options));
    }
}
