using System.Security.Cryptography;
using System.Text;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>Makes the id of a correction from what it corrects, so that the same correction made twice is the same entry.</summary>
internal static class CorrectionId
{
    /// <summary>Makes an id: SHA-256 of the parts, as a UUID of version 8 (RFC 9562, section 5.8).</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="last">The attempt's last entry, which the correction builds on: going back to an earlier catalogue is a new correction.</param>
    /// <param name="currency">The currency that is corrected.</param>
    /// <param name="version">The catalogue's version.</param>
    /// <returns>The id.</returns>
    public static Guid Of(Guid attempt, Guid last, string currency, string version)
    {
        byte[] parts = Encoding.UTF8.GetBytes($"{attempt:N}/{last:N}/{currency}/{version}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parts, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
