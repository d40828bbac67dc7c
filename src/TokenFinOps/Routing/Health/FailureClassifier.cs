using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Health;

/// <summary>Tells failures that another deployment may cure from those that none can.</summary>
internal static class FailureClassifier
{
    private static readonly string[] TooLongMarks = ["context_length_exceeded", "maximum context length", "prompt is too long", "context window", "too many tokens"];

    private static readonly string[] FilterMarks = ["content_filter", "content_policy", "content management policy"];

    public static FailureKind Classify(Exception exception, CancellationToken caller) => exception switch
    {
        OperationCanceledException => caller.IsCancellationRequested ? FailureKind.Cancelled : FailureKind.Transient,
        IAttemptRefusal refusal => refusal.CheaperMayPass ? FailureKind.Refused : FailureKind.Incurable,
        _ => OfStatus(ProviderFailure.StatusOf(exception), exception),
    };

    private static FailureKind OfStatus(int? status, Exception exception) => status switch
    {
        429 => FailureKind.RateLimited,
        401 or 402 or 403 or 404 => Mentions(exception, FilterMarks) ? FailureKind.Incurable : FailureKind.Misconfigured,
        413 => FailureKind.TooLong,
        408 or 409 or 425 => FailureKind.Transient,
        >= 400 and < 500 => Mentions(exception, TooLongMarks) ? FailureKind.TooLong : FailureKind.Incurable,
        >= 500 => FailureKind.Transient,
        _ => exception is ArgumentException or NotSupportedException ? FailureKind.Incurable : FailureKind.Transient,
    };

    private static bool Mentions(Exception exception, string[] marks)
    {
        foreach (string mark in marks)
        {
            if (exception.Message.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
