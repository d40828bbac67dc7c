using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>What the words of a text are.</summary>
public sealed class WordScannerTests
{
    [Theory]
    [InlineData("Learn C", "learn c")]
    [InlineData("Learn C++", "learn c++")]
    [InlineData("Learn C++/CLI", "learn c++ cli")]
    [InlineData("Learn C#, F#", "learn c# f#")]
    [InlineData("Learn .NET, not net", "learn .net not net")]
    [InlineData("node.js", "node .js")]
    public void Languages_that_differ_by_a_sign_are_different_words(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Theory]
    [InlineData("(A*B)=(A+B)", "a * b = a + b")]
    [InlineData("a != b && c", "a != b && c")]
    [InlineData("**bold** --- and/or !!!", "bold and or")]
    [InlineData("x->y", "x -> y")]
    public void Operators_are_words_and_ornaments_are_not(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Theory]
    [InlineData("1,000 apples", "1000 apples")]
    [InlineData("1,000,000.50", "1000000.50")]
    [InlineData("in 2015, 300 of 1,2", "in 2015 300 of 1 2")]
    [InlineData("version 4.5.", "version 4.5")]
    [InlineData("٣٤ days", "34 days")]
    public void A_number_is_one_word_however_it_is_written(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Theory]
    [InlineData("don't", "do not")]
    [InlineData("can't", "can not")]
    [InlineData("India’s", "india")]
    [InlineData("we're", "we")]
    [InlineData("L'eau", "l eau")]
    public void A_contraction_is_what_it_stands_for(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Theory]
    [InlineData("e-mail", "email")]
    [InlineData("Résumé", "resume")]
    [InlineData("Re\u0301sume\u0301", "resume")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("Привет", "привет")]
    public void Spellings_of_one_word_are_one_word(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Theory]
    [InlineData("区块链", "区 区块 块 块链 链")]
    [InlineData("한국", "한 한국 국")]
    [InlineData("ดี", "ด ดี ี")]
    public void Scripts_without_spaces_give_characters_and_pairs(string text, string words) => Assert.Equal(words, WordsOf(text));

    [Fact]
    public void A_sentence_that_lacks_a_space_behind_its_end_is_still_two() => Assert.Equal("the end start", WordsOf("The end.Start"));

    [Fact]
    public void A_picture_is_a_word() => Assert.Equal("what 😀", WordsOf("What 😀?"));

    [Fact]
    public void A_word_longer_than_the_buffer_keeps_a_hash_of_all_of_it()
    {
        string stem = new('x', WordScanner.LongestWord);

        Assert.NotEqual(HashOf(stem + "a"), HashOf(stem + "b"));
    }

    [Theory]
    [InlineData("One two. Three", "One Three")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("Note: do it", "Note do")]
    public void The_first_word_of_a_sentence_a_line_or_behind_a_colon_is_known_as_such(string text, string first)
    {
        var words = new List<string>();
        var scanner = new WordScanner(text, stackalloc char[WordScanner.LongestWord]);
        while (scanner.MoveNext())
        {
            if (scanner.BeginsSentence)
            {
                words.Add(text[scanner.Start..scanner.End]);
            }
        }

        Assert.Equal(first.Split(' '), words);
    }

    private static string WordsOf(string text)
    {
        var words = new List<string>();
        var scanner = new WordScanner(text, stackalloc char[WordScanner.LongestWord]);
        while (scanner.MoveNext())
        {
            words.Add(scanner.Word.ToString());
        }

        return string.Join(' ', words);
    }

    private static ulong HashOf(string text)
    {
        var scanner = new WordScanner(text, stackalloc char[WordScanner.LongestWord]);
        scanner.MoveNext();
        return scanner.Hash;
    }
}
