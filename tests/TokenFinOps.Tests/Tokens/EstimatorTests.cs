using CsCheck;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class EstimatorTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char['\0', '\uFFFF'], 0, 200],
        Gen.String[Gen.Char[' ', '~'], 0, 400]);

    private static readonly Gen<TokenizerFamily> AnyFamily = Gen.Enum<TokenizerFamily>();

    [Fact]
    public void An_estimate_is_never_negative_nor_more_than_the_bytes_of_the_text() => Gen.Select(AnyText, AnyFamily).Sample((text, family) =>
    {
        TokenCount count = TokenEstimator.Estimate(text, family);

        Assert.InRange(count.Tokens, Math.Sign(text.Length), System.Text.Encoding.UTF8.GetByteCount(text) + 1);
        Assert.InRange(count.AtMost, count.Tokens, System.Text.Encoding.UTF8.GetByteCount(text) + 1);
    });

    /// <summary>Only the weights between the languages may shift when more text is seen, so half is far more than the slack that is needed.</summary>
    [Fact]
    public void More_text_has_more_tokens() => Gen.Select(AnyText, AnyText, AnyFamily).Sample((first, second, family) =>
    {
        long alone = TokenEstimator.Estimate(first, family).Tokens;

        Assert.True(TokenEstimator.Estimate(first + second, family).Tokens >= (alone / 2) - 2);
    });

    [Fact]
    public void Parts_add_up_to_the_whole_within_slack() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Sample((first, second) =>
    {
        const string Sentence = "Please summarise the meeting, then list who promised what by when.\n";
        string head = string.Concat(Enumerable.Repeat(Sentence, first));
        string tail = string.Concat(Enumerable.Repeat(Sentence, second));
        long parts = TokenEstimator.Estimate(head).Tokens + TokenEstimator.Estimate(tail).Tokens;

        Assert.InRange(TokenEstimator.Estimate(head + tail).Tokens, (0.95 * parts) - 2, (1.05 * parts) + 2);
    });

    [Fact]
    public void Lone_surrogates_and_control_characters_are_counted_like_any_rare_character()
    {
        Assert.InRange(TokenEstimator.Estimate("\uD800").Tokens, 1, 4);
        Assert.InRange(TokenEstimator.Estimate("a\uDC00b\0c\uFFFF").Tokens, 3, 18);
    }

    [Fact]
    public void Nothing_has_no_tokens() => Assert.Equal(TokenCount.Zero, TokenEstimator.Estimate(string.Empty, TokenizerFamily.Claude));

    [Fact]
    public void An_estimate_does_not_allocate()
    {
        string text = string.Concat(Enumerable.Repeat("Ein Text, 中文, текст 123. ", 500));
        TokenEstimator.Estimate(text, TokenizerFamily.Gemini);

        long before = GC.GetAllocatedBytesForCurrentThread();
        TokenEstimator.Estimate(text, TokenizerFamily.Gemini);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The first article of the Universal Declaration of Human Rights.</summary>
    [Theory]
    [InlineData("All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.")]
    [InlineData("Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.")]
    [InlineData("Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.")]
    [InlineData("Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.")]
    [InlineData("Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.")]
    [InlineData("Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.")]
    [InlineData("Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.")]
    [InlineData("Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.")]
    [InlineData("يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميراً وعليهم أن يعامل بعضهم بعضاً بروح الإخاء.")]
    [InlineData("सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।")]
    [InlineData("人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神互相对待。")]
    [InlineData("すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。")]
    [InlineData("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.")]
    [InlineData("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ")]
    [InlineData("Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.")]
    public void A_sentence_of_any_language_is_estimated_within_its_bound(string text)
    {
        long o200k = TestCounter.Exact.CountText(text, "gpt-4o").Tokens;
        long cl100k = TestCounter.Exact.CountText(text, "gpt-4").Tokens;

        Assert.InRange(TokenEstimator.Estimate(text).Tokens, 0.6 * o200k, 1.5 * o200k);
        Assert.True(TokenEstimator.Estimate(text).AtMost >= o200k);
        Assert.True(TokenEstimator.Estimate(text, TokenizerFamily.Cl100k).AtMost >= cl100k);
    }
}
