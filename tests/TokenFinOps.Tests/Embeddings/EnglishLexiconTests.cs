using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>The hand-written lists, and the stems by which they are found.</summary>
public sealed class EnglishLexiconTests
{
    [Fact]
    public void No_two_listed_words_share_a_hash()
    {
        string[] words = [.. $"{EnglishTiers.Empty} {EnglishTiers.Weak} {EnglishTiers.Common} {EnglishSynonyms.Groups}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct()];

        Assert.Equal(words.Length, words.Select(static word => FeatureHash.Of(word)).Distinct().Count());
    }

    [Theory]
    [InlineData("refunds", "refund")]
    [InlineData("refunded", "refund")]
    [InlineData("refunding", "refund")]
    [InlineData("making", "make")]
    [InlineData("stopped", "stop")]
    [InlineData("tries", "try")]
    [InlineData("boxes", "box")]
    [InlineData("quickly", "quick")]
    public void Inflections_share_a_stem(string one, string other) => Assert.Equal(StemOf(one), StemOf(other));

    [Theory]
    [InlineData("bus")]
    [InlineData("business")]
    [InlineData("string")]
    [InlineData("need")]
    [InlineData("класс")]
    public void What_only_looks_inflected_stays(string word) => Assert.Equal(word, StemOf(word));

    [Fact]
    public void A_synonym_is_found_by_any_of_its_forms() => Assert.Equal(GroupOf("purchased"), GroupOf("buying"));

    private static uint GroupOf(string word) => EnglishLexicon.GroupOf(FeatureHash.Of(StemOf(word)));

    private static string StemOf(string word)
    {
        Span<char> letters = word.ToCharArray();
        return letters[..EnglishStemmer.Stem(letters)].ToString();
    }
}
