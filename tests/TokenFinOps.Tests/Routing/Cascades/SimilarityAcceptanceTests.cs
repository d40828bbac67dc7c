using Microsoft.Extensions.AI;
using TokenFinOps.Caching.Guard;
using TokenFinOps.Embeddings;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>Free prose of two cheap deployments, compared by meaning because the user chose so.</summary>
public sealed class SimilarityAcceptanceTests
{
    private const string Prose = "The parcel was handed to the courier on Monday and will reach the customer within the week.";
    private const string InOtherWords = "The parcel was handed over to the courier on Monday and it will reach the customer within the week.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prose_that_says_the_same_spares_the_dear_deployment(bool streaming)
    {
        using TestTiers tiers = Tiers(Lexical());
        Say(tiers, Prose, InOtherWords);

        Assert.Equal(Prose, await tiers.CallAsync(streaming));

        Assert.Equal(0, tiers["frontier-1"].Calls);
        Assert.Equal("prose", (await tiers.DecisionAsync()).DecidedBy);
    }

    [Theory]
    [InlineData("The parcel was not handed to the courier on Monday and will reach the customer within the week.")]
    [InlineData("The parcel was handed to the courier on Friday and will reach the customer within the week.")]
    [InlineData("We cannot tell where it is, since nobody has scanned its label after it left our warehouse.")]
    [InlineData("{\"answer\": \"The parcel was handed to the courier on Monday and will reach the customer within the week, we are told\"}")]
    [InlineData("42")]
    [InlineData("I don't know where the parcel is, or when it will reach the customer.")]
    public async Task What_says_something_else_is_escalated_however_similar(string other)
    {
        using TestTiers tiers = Tiers(Lexical());
        Say(tiers, Prose, other);

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData("The answer is 42.", "After some thought: the answer is **42**", "nano")]
    [InlineData("The answer is 42.", "The answer is 43.", "frontier")]
    public async Task Answers_with_a_definite_form_go_by_that_form_alone(string one, string other, string tier)
    {
        using TestTiers tiers = Tiers(new SimilarityAcceptance(new Embedder(static _ => [1]), 0.5f, Contradict));
        Say(tiers, one, other);

        await tiers.CallAsync();

        Assert.Equal(tier == "frontier" ? 1 : 0, tiers["frontier-1"].Calls);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_says_the_same_as_none()
    {
        using TestTiers tiers = Tiers(Lexical());
        Say(tiers, Prose, Prose);
        tiers["mid-1"].Respond = static (_, _, _) =>
        {
            ChatResponse response = TestChatClient.Answer(Prose, TestTiers.Usage(), "mid-1");
            response.FinishReason = ChatFinishReason.Length;
            return Task.FromResult(response);
        };

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Fact]
    public async Task Two_of_three_that_say_the_same_are_enough_where_two_are_needed()
    {
        using var tiers = new TestTiers(
            static options => options.Cascades.Add(new Cascade("prose", new SimilarityAcceptance(new LexicalEmbeddingGenerator(), 0.8f, Contradict, needed: 2), "nano-1", "nano-2", "mid-1")), null, ("nano-2", "nano"));
        tiers["nano-2"].Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer(Prose, TestTiers.Usage(), "nano-2"));
        Say(tiers, "There is nothing that we could say about this at the moment, to be honest with you.", InOtherWords);

        Assert.Equal(Prose, await tiers.CallAsync());
    }

    [Fact]
    public async Task A_vector_of_zeroes_is_similar_to_nothing()
    {
        using TestTiers tiers = Tiers(new SimilarityAcceptance(new Embedder(static _ => [0, 0]), 0.1f, Contradict));
        Say(tiers, Prose, InOtherWords);

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Fact]
    public async Task An_embedder_that_fails_escalates()
    {
        using TestTiers tiers = Tiers(new SimilarityAcceptance(new Embedder(static _ => throw new IOException("down")), 0.8f, Contradict));
        Say(tiers, Prose, InOtherWords);

        Assert.Equal("frontier-1", await tiers.CallAsync());

        Assert.Contains("IOException", (await tiers.EntriesAsync())[^1].Routing!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_embedding_costs_is_part_of_the_request()
    {
        var embedder = new Relay();
        using TestTiers tiers = Tiers(new SimilarityAcceptance(embedder, 0.8f, Contradict));
        embedder.Inner = new MeteringEmbeddingGenerator(new LexicalEmbeddingGenerator(), tiers.Recorder);
        Say(tiers, Prose, InOtherWords);

        Assert.Equal(Prose, await tiers.CallAsync());

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(3, entries.Count);
        Assert.Single(entries.Select(static entry => entry.RequestId).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01f)]
    [InlineData(float.NaN)]
    public void A_threshold_that_is_no_cosine_says_where_to_get_one(float threshold)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new SimilarityAcceptance(new LexicalEmbeddingGenerator(), threshold, Contradict));

        Assert.Contains("EmbedderCalibration", exception.Message, StringComparison.Ordinal);
    }

    private static SimilarityAcceptance Lexical() => new(new LexicalEmbeddingGenerator(), 0.8f, Contradict);

    private static bool Contradict(string one, string other) => ParaphraseGuard.Compare(one, other) != GuardFindings.None;

    private static TestTiers Tiers(SimilarityAcceptance acceptance) => new(options => options.Cascades.Add(new Cascade("prose", acceptance, "nano-1", "mid-1")));

    private static void Say(TestTiers tiers, string nano, string mid)
    {
        tiers["nano-1"].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer(nano, TestTiers.Usage(), "nano-1"));
        tiers["mid-1"].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer(mid, TestTiers.Usage(), "mid-1"));
    }

    private sealed class Embedder(Func<string, float[]> embed) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(embed(value)))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Relay : IEmbeddingGenerator<string, Embedding<float>>
    {
        public MeteringEmbeddingGenerator? Inner { get; set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Inner!.GenerateAsync(values, options, cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
