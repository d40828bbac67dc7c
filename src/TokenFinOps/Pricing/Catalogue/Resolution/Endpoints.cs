using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>Tells from an address who answers it, where the catalogue's own rules do not.</summary>
internal static class Endpoints
{
    private static readonly FrozenSet<string> PrivateSuffixes =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "localhost", "local", "internal", "lan", "home", "corp", "intranet", "svc", "test", "localdomain");

    private static readonly (string Suffix, string Provider)[] WellKnown =
    [
        (".services.ai.azure.com", "azure"),
        (".models.ai.azure.com", "azure"),
        (".api.aws", "aws"),
        ("api.together.ai", "together"),
        ("aiplatform.googleapis.com", "google"),
    ];

    /// <summary>Finds the provider of an address that the catalogue's rules leave out.</summary>
    public static string? ProviderOf(Uri endpoint)
    {
        foreach ((string suffix, string provider) in WellKnown)
        {
            if (endpoint.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        return null;
    }

    /// <summary>Finds out whether an address is on the user's own machine or network, where vendors do not serve.</summary>
    public static bool IsPrivate(Uri endpoint)
    {
        string host = endpoint.DnsSafeHost;
        if (endpoint.IsLoopback || endpoint.IsFile || endpoint.HostNameType == UriHostNameType.Basic)
        {
            return true;
        }

        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return IsPrivate(address);
        }

        int lastDot = host.TrimEnd('.').LastIndexOf('.');
        return lastDot < 0 || PrivateSuffixes.Contains(host.TrimEnd('.')[(lastDot + 1)..]);
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address);
        }

        // 10/8, 172.16/12, 192.168/16 (RFC 1918), 169.254/16 (RFC 3927), 100.64/10 (RFC 6598), 127/8 and 0.0.0.0.
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] is 10 or 127 or 0
            || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 100 && bytes[1] is >= 64 and <= 127);
    }
}
