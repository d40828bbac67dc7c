using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tokens.Contents;

/// <summary>Estimates images, sound, video and documents.</summary>
/// <remarks>
/// Images whose size can be read are counted by the provider's rule. Durations and pages are guessed from the number of bytes: 16 kB of compressed sound
/// or 32 kB of uncompressed sound a second, 250 kB of video a second, 64 kB of document a page; a bound four times as high says how good that is.
/// What is only linked to is taken for a minute, or ten pages, with ten times that as the bound.
/// </remarks>
internal sealed class MediaCounter(FamilyCounter text, OverheadRules rules)
{
    private const double BytesPerSecondOfAudio = 16_000;
    private const double BytesPerSecondOfWave = 32_000;
    private const double BytesPerSecondOfVideo = 250_000;
    private const double BytesPerPage = 65_536;
    private const double Uncertainty = 4;
    private const double RemoteUncertainty = 10;
    private const double RemoteSeconds = 60;
    private const double RemotePages = 10;

    /// <summary>Gets how closely an image is to be looked at, as Microsoft.Extensions.AI's OpenAI client reads it.</summary>
    public static ImageDetail DetailOf(AIContent content)
    {
        object? detail = null;
        _ = content.AdditionalProperties?.TryGetValue("detail", out detail);
        return Enum.TryParse(detail?.ToString(), ignoreCase: true, out ImageDetail parsed) && Enum.IsDefined(parsed) ? parsed : ImageDetail.Auto;
    }

    /// <summary>Counts data that are sent along.</summary>
    public TokenCount Data(DataContent content)
    {
        ReadOnlySpan<byte> bytes = Bytes(content);
        string kind = content.MediaType ?? string.Empty;
        return IsText(kind) ? text.CountUtf8(bytes)
            : IsImage(kind) ? rules.Image(ImageHeader.Read(bytes), DetailOf(content))
            : Remote(kind, bytes.Length, ImageDetail.Auto);
    }

    /// <summary>Estimates data that are somewhere else.</summary>
    /// <param name="mediaType">Their media type, when it is known.</param>
    /// <param name="bytes">Their length, when it is known.</param>
    /// <param name="detail">How closely to look, if they are an image.</param>
    public TokenCount Remote(string? mediaType, long? bytes, ImageDetail detail)
    {
        string kind = mediaType ?? string.Empty;
        return IsImage(kind) ? rules.Image(size: null, detail)
            : Starts(kind, "audio/") ? Seconds(rules.AudioTokensPerSecond, bytes, IsWave(kind) ? BytesPerSecondOfWave : BytesPerSecondOfAudio)
            : Starts(kind, "video/") ? Seconds(rules.VideoTokensPerSecond, bytes, BytesPerSecondOfVideo)
            : IsText(kind) && bytes is { } length ? TokenCount.About(length / 4.0, length)
            : Pages(bytes);
    }

    private static TokenCount Seconds(int tokensPerSecond, long? bytes, double bytesPerSecond)
    {
        double seconds = bytes is { } length ? Math.Max(1, length / bytesPerSecond) : RemoteSeconds;
        return TokenCount.About(tokensPerSecond * seconds, tokensPerSecond * seconds * (bytes is null ? RemoteUncertainty : Uncertainty));
    }

    private TokenCount Pages(long? bytes)
    {
        double pages = bytes is { } length ? Math.Ceiling(Math.Max(1, length) / BytesPerPage) : RemotePages;
        return TokenCount.About(pages * rules.Page.Tokens, pages * rules.Page.AtMost * (bytes is null ? RemoteUncertainty : Uncertainty));
    }

    private static bool IsImage(string mediaType) => Starts(mediaType, "image/");

    private static bool IsWave(string mediaType) => mediaType.Contains("wav", StringComparison.OrdinalIgnoreCase) || mediaType.Contains("pcm", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string mediaType) => Starts(mediaType, "text/")
        || Starts(mediaType, "application/json") || Starts(mediaType, "application/xml") || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string mediaType, string prefix) => mediaType.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A data URI may hold anything; what cannot be decoded has no size.")]
    private static ReadOnlySpan<byte> Bytes(DataContent content)
    {
        try
        {
            return content.Data.Span;
        }
        catch (Exception)
        {
            return [];
        }
    }
}
