using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Health;

/// <summary>Reads how long a provider asks to be left alone.</summary>
internal static class RetryAfterReader
{
    private static readonly string[] Headers = ["retry-after-ms", "Retry-After"];

    /// <summary>Reads the wait from the response of an exception, or of one that it wraps, or from its data under the header's name.</summary>
    public static TimeSpan? Read(Exception exception, DateTimeOffset now)
    {
        foreach (Exception each in ProviderFailure.Chain(exception))
        {
            foreach (string header in Headers)
            {
                if ((each.Data[header] as string ?? HeaderOf(each, header)) is { } value)
                {
                    return Parse(value, header == Headers[0], now);
                }
            }
        }

        return null;
    }

    /// <summary>Parses a number of seconds, or of milliseconds, or an HTTP date (RFC 9110, section 10.2.3).</summary>
    public static TimeSpan? Parse(string value, bool isMilliseconds, DateTimeOffset now)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            double seconds = isMilliseconds ? number / 1_000 : number;
            return seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment > now ? moment - now : TimeSpan.Zero
            : null;
    }

    // ClientResultException of System.ClientModel and RequestFailedException of Azure.Core both have GetRawResponse().Headers.TryGetValue(name, out value).
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "Reads a header without referencing the provider's package. Trimmed away, the default cooldown is used; RoutingOptions.RetryAfter can replace it.")]
    private static string? HeaderOf(Exception exception, string name)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        object? response = exception.GetType().GetMethod("GetRawResponse", Public, [])?.Invoke(exception, null);
        object? headers = response?.GetType().GetProperty("Headers", Public)?.GetValue(response);
        object?[] arguments = [name, null];
        return headers?.GetType().GetMethod("TryGetValue", Public, [typeof(string), typeof(string).MakeByRefType()])?.Invoke(headers, arguments) is true
            ? arguments[1] as string
            : null;
    }
}
