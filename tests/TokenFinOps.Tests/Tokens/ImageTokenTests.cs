using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tests.Tokens;

/// <summary>The examples of the providers' own guides.</summary>
public sealed class ImageTokenTests
{
    [Theory]
    [InlineData("gpt-4o", 1_024, 1_024, "high", 765)]
    [InlineData("gpt-4o", 2_048, 4_096, "high", 1_105)]
    [InlineData("gpt-4o", 4_096, 8_192, "low", 85)]
    [InlineData("gpt-4.1", 512, 512, "auto", 255)]
    [InlineData("gpt-4o-mini", 1_024, 1_024, "high", 2_833 + (4 * 5_667))]
    [InlineData("o3", 1_024, 1_024, "high", 75 + (4 * 150))]
    [InlineData("gpt-5", 1_024, 1_024, "high", 70 + (4 * 140))]
    [InlineData("gpt-4.1-mini", 1_024, 1_024, "high", 1_659)]
    [InlineData("gpt-4.1-mini", 1_800, 2_400, "high", 2_353)]
    [InlineData("o4-mini", 1_800, 2_400, "high", 2_498)]
    [InlineData("claude-sonnet-4-5", 200, 200, null, 64)]
    [InlineData("claude-sonnet-4-5", 1_092, 1_092, null, 1_521)]
    [InlineData("claude-sonnet-4-5", 8_000, 6_000, null, 1_568)]
    [InlineData("claude-opus-4-7", 8_000, 6_000, null, 4_784)]
    [InlineData("gemini-2.5-flash", 300, 380, null, 258)]
    [InlineData("gemini-2.5-flash", 960, 540, null, 6 * 258)]
    [InlineData("gemini-3-pro", 960, 540, null, 1_120)]
    public void An_image_costs_what_the_providers_rule_says(string model, int width, int height, string? detail, long tokens)
    {
        var image = new DataContent(TestImages.Png(width, height), "image/png") { AdditionalProperties = detail is null ? null : new() { ["detail"] = detail } };
        long around = TestCounter.OneMessage(new TextContent(string.Empty), model).Tokens;

        Assert.Equal(tokens, TestCounter.OneMessage(image, model).Tokens - around);
    }

    [Fact]
    public void An_image_somewhere_else_is_bounded_by_the_dearest_there_is()
    {
        TokenCount count = TestCounter.OneMessage(new UriContent("https://example.com/cat.jpg", "image/jpeg"));

        Assert.Equal(765, count.Tokens - 7);
        Assert.Equal(85 + (8 * 170), count.AtMost - 7);
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-5.4")]
    [InlineData("gpt-4.1-nano")]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-opus-4-7")]
    [InlineData("gemini-3-pro")]
    public void No_image_of_known_size_costs_more_than_the_bound_of_an_unknown_one(string model)
    {
        long most = TestCounter.OneMessage(new UriContent("https://example.com/cat.png", "image/png"), model).AtMost;

        foreach ((int width, int height) in new[] { (1, 1), (1, 65_535), (512, 512), (768, 2_000), (2_048, 2_048), (3_000, 4_000), (65_535, 65_535) })
        {
            Assert.InRange(TestCounter.OneMessage(new DataContent(TestImages.Png(width, height), "image/png"), model).Tokens, 1, most);
        }
    }

    [Fact]
    public void The_size_of_every_common_format_is_read_from_its_header()
    {
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.Png(640, 480)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.Gif(640, 480)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.Jpeg(640, 480)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.WebPLossy(640, 480)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.WebPLossless(640, 480)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(TestImages.WebPExtended(640, 480)));
    }

    [Fact]
    public void A_header_that_is_cut_off_anywhere_has_no_size_and_does_not_throw()
    {
        foreach (byte[] image in new[] { TestImages.Png(9, 9), TestImages.Gif(9, 9), TestImages.Jpeg(9, 9), TestImages.WebPLossy(9, 9), TestImages.WebPExtended(9, 9) })
        {
            for (int length = 0; length < image.Length; length++)
            {
                _ = ImageHeader.Read(image.AsSpan(0, length));
            }
        }

        Assert.Null(ImageHeader.Read([]));
        Assert.Null(ImageHeader.Read(TestImages.Png(0, 9)));
        Assert.Null(ImageHeader.Read([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Any_bytes_behind_a_magic_number_are_read_without_throwing() => Gen.Byte.Array[0, 200].Sample(
        static tail =>
        {
            foreach (byte[] magic in new[] { TestImages.Png(1, 1)[..8], TestImages.Jpeg(1, 1)[..3], TestImages.WebPLossy(1, 1)[..12], "GIF8"u8.ToArray() })
            {
                _ = ImageHeader.Read([.. magic, .. tail]);
            }
        });
}
