using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TokenFinOps.Compression.Reversible;

/// <summary>Writes what stands in a prompt for a tool result that was left out, and names the result so that it can be fetched back.</summary>
internal static class OmittedResult
{
    private const int HandleBytes = 4;
    private const int DigestLength = 30;

    /// <summary>Names a result: the same in every process, and of no use to who does not have its tags.</summary>
    public static string HandleOf(string callId, string wire) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{callId}\n{wire}")).AsSpan(0, HandleBytes));

    /// <summary>Writes the stub. It is sent with every later call, so it says no more than it must: how much is missing, how it begins, and the id to read it by.</summary>
    public static string Stub(string handle, string text, long tokens) =>
        string.Create(CultureInfo.InvariantCulture, $"[Left out, {tokens} tokens: {DigestOf(text)} id {handle}]");

    /// <summary>Writes what stands below a result of which parts were left out.</summary>
    public static string Note(string handle) => $"\n[Parts left out, id {handle}]";

    // The first words tell one result of a tool from another; a character is never cut in two.
    private static string DigestOf(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, 4 * DigestLength));
        var digest = new StringBuilder(DigestLength);
        bool wasSpace = true;
        foreach (Rune rune in start.EnumerateRunes())
        {
            bool isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune.Value is '"';
            if (!isSpace || !wasSpace)
            {
                digest.Append(isSpace ? " " : rune.ToString());
            }

            wasSpace = isSpace;
            if (digest.Length >= DigestLength)
            {
                return digest.Append('…').ToString();
            }
        }

        return digest.ToString();
    }
}
