using TokenFinOps.Onnx.Compression;

namespace TokenFinOps.Onnx.Tests.Compression;

public class ProtectedTextTests
{
    [Theory]
    [InlineData(LinguaProtection.Numbers, "room 12 at 3.50", "12|3|50")]
    [InlineData(LinguaProtection.Negations, "do not pay unless we don't know", "not|unless|don't")]
    [InlineData(LinguaProtection.Negations, "nicht ohne Grund, не всегда, 不可以", "nicht|ohne|не|不")]
    [InlineData(LinguaProtection.Negations, "a knot is noted nowadays", "")]
    [InlineData(LinguaProtection.Quantities, "no more than 4 hours, up to $80,000 or 5 %", "no more than|up to|4 hours|$80,000 or|5 %")]
    [InlineData(LinguaProtection.Code, "run `rm -rf x` and\n```\na b\n```", "`rm -rf x`|```\na b\n```")]
    [InlineData(LinguaProtection.Quotes, "he said \"pay now\" and «jetzt»", "\"pay now\"|«jetzt»")]
    [InlineData(LinguaProtection.Identifiers, "see https://a.b/c, me@x.org, /etc/hosts, snake_case and camelCase", "https://a.b/c,|me@x.org|/etc/hosts|snake_case|camelCase")]
    public void Finds_what_must_not_be_lost(LinguaProtection kind, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', ProtectedText.In(text, kind).Select(range => text[range.Start..range.End])));

    [Fact]
    public void Takes_no_longer_than_the_text_is_long()
    {
        // Each of these has set regular expressions backtracking.
        string text = string.Concat(Enumerable.Repeat("a.a.a.a_a_a-a-a/a/a \"`«12.12.12,12 @@ ", 5_000));

        Assert.NotEmpty(ProtectedText.In(text, LinguaProtection.All));
    }
}
