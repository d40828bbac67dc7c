using System.Security.Cryptography;
using System.Text;

namespace TokenFinOps.Attribution;

/// <summary>Replaces tag values by a keyed hash: HMAC-SHA256 over key and value, the first 16 bytes in hexadecimal.</summary>
internal sealed class TagHasher
{
    /// <summary>What every hash begins with.</summary>
    public const string Prefix = "hmac:";

    private const int MinSecretBytes = 16;
    private const int HashBytes = 16;

    private readonly byte[] _secret;

    public TagHasher(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes)
        {
            throw new ArgumentException($"The secret has {secret.Length} bytes; use at least {MinSecretBytes} random ones.", nameof(secret));
        }

        _secret = secret.ToArray();
    }

    public string Hash(string key, string value)
    {
        // The key is part of the message, so that one value under two keys does not show as the same.
        byte[] message = Encoding.UTF8.GetBytes(key.ToLowerInvariant() + "\0" + value);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, message, hash);
        return Prefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
