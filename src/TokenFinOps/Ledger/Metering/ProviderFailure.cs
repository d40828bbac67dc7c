using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Tells failures that the provider does not bill from those it may.</summary>
internal static class ProviderFailure
{
    public static bool IsUnbilled(Exception exception) =>
        StatusOf(exception) is >= 400 and < 500 and not (int)HttpStatusCode.RequestTimeout;

    /// <summary>Gets the HTTP status of the provider's answer, of the exception or of one that it wraps; <see langword="null"/> when there was none.</summary>
    public static int? StatusOf(Exception exception)
    {
        foreach (Exception each in Chain(exception))
        {
            if (OwnStatusOf(each) is { } status)
            {
                return status;
            }
        }

        return null;
    }

    /// <summary>Gets an exception and what it wraps: clients and resilience handlers put the provider's error into one of their own.</summary>
    public static IEnumerable<Exception> Chain(Exception exception)
    {
        // A call that was cancelled has no answer, whatever broke when it was.
        for (Exception? each = exception; each is not null and not OperationCanceledException; each = each.InnerException)
        {
            yield return each;
        }
    }

    private static int? OwnStatusOf(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } code } => (int)code,
        _ => StatusByName(exception),
    };

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "The status of ClientResultException, RequestFailedException and their like, without referencing their packages. Trimmed away, the failure is metered as billable, which errs on the safe side.")]
    private static int? StatusByName(Exception exception)
    {
        foreach (string name in (ReadOnlySpan<string>)["Status", "StatusCode"])
        {
            if (exception.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(exception) is { } value
                && value is int or HttpStatusCode)
            {
                return Convert.ToInt32(value, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
