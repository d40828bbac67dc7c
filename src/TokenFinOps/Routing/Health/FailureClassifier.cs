using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Health;

/// <summary>Tells failures that another deployment may cure from those that none can.</summary>
internal static class FailureClassifier
{
    private static readonly string[] TooLongMarks = ["context_length_exceeded", "context length", "context size", "context window", "prompt is too long", "too many tokens"];

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
        _ => Mentions(exception, TooLongMarks) ? FailureKind.TooLong : IsOfTheCaller(exception) ? FailureKind.Incurable : FailureKind.Transient,
    };

    // Clients that read the first choice of a response that has none fail with an index, which is nothing that the caller passed.
    private static bool IsOfTheCaller(Exception exception) =>
        exception is NotSupportedException or (ArgumentException and not ArgumentOutOfRangeException { ParamName: "index" });

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
