using CsCheck;
using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class CutsTests
{
    [Theory]
    [InlineData("The driver came late today.", new[] { "The driver", "The driver came", "The driver came late" })]
    [InlineData("The driver came (with Ann and Bob) today.", new[] { "The driver", "The driver came", "The driver came (with Ann and Bob)" })]
    [InlineData("The driver said “come in now” today.", new[] { "The driver", "The driver said", "The driver said “come in now”" })]
    [InlineData("The driver ran `rm all files` today.", new[] { "The driver", "The driver ran", "The driver ran `rm all files`" })]
    [InlineData("司机今天下午来到仓库，取走了红色的包裹，然后离开。", new[] { "司机今天下午来到仓库，", "司机今天下午来到仓库，取走了红色的包裹，" })]
    [InlineData("ตู้สินค้าสีแดง หนักมาก วันนี้", new[] { "ตู้สินค้าสีแดง", "ตู้สินค้าสีแดง หนักมาก" })]
    public void A_sentence_ends_early_between_words_and_outside_of_quotations_brackets_and_code(string sentence, string[] beginnings) =>
        Assert.Equal(beginnings, Beginnings(sentence));

    [Theory]
    [InlineData("The parcel weighs 40 kg in all", new[] { "40", "weighs" })]
    [InlineData("The parcel costs € 40 in all", new[] { "€", "costs" })]
    [InlineData("The parcel is sent on May 3 or May 4", new[] { "May", "3" })]
    public void Numbers_keep_what_stands_beside_them(string sentence, string[] lastWords)
    {
        string[] beginnings = Beginnings(sentence);

        Assert.NotEmpty(beginnings);
        Assert.DoesNotContain(beginnings, beginning => lastWords.Any(word => beginning.EndsWith(" " + word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Refunds are paid within a month unless the seal is broken.")]
    [InlineData("The driver hasn't seen the parcel since then.")]
    [InlineData("The driver hasn’t seen the parcel since then.")]
    [InlineData("Der Fahrer hat das Paket gestern nicht gesehen.")]
    [InlineData("Le chauffeur est parti ce matin sans le colis.")]
    [InlineData("Водитель вчера не видел красную посылку.")]
    [InlineData("司机昨天来到仓库，没有看到红色的包裹。")]
    [InlineData("Ο οδηγός χθες δεν είδε το κόκκινο δέμα.")]
    [InlineData("السائق لم ير الطرد الاحمر في المستودع")]
    [InlineData("Run this now:\n```\nint a;\n```")]
    public void What_denies_or_excepts_is_kept_or_dropped_whole(string sentence) => Assert.Empty(Beginnings(sentence));

    [Fact]
    public void A_cut_of_any_text_is_within_it_and_parts_no_word_and_no_character() =>
        SelectionSamples.Texts.Sample(
            static text => Beginnings(text).All(beginning =>
                beginning.Length > 0 && beginning.Length < text.Length
                && (char.IsWhiteSpace(text[beginning.Length]) || char.IsPunctuation(beginning[^1]))
                && !char.IsSurrogatePair(beginning[^1], text[beginning.Length])),
            iter: 2_000, seed: "0000000000a1");

    private static string[] Beginnings(string sentence)
    {
        using var cuts = new RentedList<int>();
        Cuts.Find(sentence, cuts);
        return [.. cuts.Span.ToArray().Select(length => sentence[..length])];
    }
}
