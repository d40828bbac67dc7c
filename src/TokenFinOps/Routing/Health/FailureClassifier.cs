using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Health;

/// <summary>Tells failures that another deployment may cure from those that none can.</summary>
internal static class FailureClassifier
{
    // As OpenAI, Azure, Anthropic, Google, Bedrock, xAI, Groq, Mistral, vLLM and llama.cpp say it.
    private static readonly string[] TooLongMarks =
    [
        "context_length_exceeded", "context length", "context size", "context window", "context limit", "prompt is too long", "input is too long", "prompt length",
        "too many tokens", "too many input tokens", "maximum number of tokens", "tokens_limit_reached", "reduce the length of the messages",
    ];

    private static readonly string[] FilterMarks = ["content_filter", "content_policy", "content management policy"];

    public static FailureKind Classify(Exception exception, CancellationToken caller) => exception switch
    {
        OperationCanceledException => caller.IsCancellationRequested ? FailureKind.Cancelled : FailureKind.Transient,
        IAttemptRefusal refusal => refusal.CheaperMayPass ? FailureKind.Refused : FailureKind.Incurable,
        _ when AnswerError.IsRateLimit(exception) => FailureKind.RateLimited,
        _ => OfStatus(ProviderFailure.StatusOf(exception), exception),
    };

    /// <summary>Finds out whether a failure tells how the deployment is, and not only that it cannot serve this request.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="exception">The failure.</param>
    /// <param name="continuesOnServer">Whether the request names what a provider keeps: a conversation, or an answer that goes on.</param>
    public static bool IsOfDeployment(FailureKind kind, Exception exception, bool continuesOnServer) => kind switch
    {
        FailureKind.Misconfigured => exception is not NotSupportedException && !(continuesOnServer && ProviderFailure.StatusOf(exception) == 404),
        _ => kind is FailureKind.Transient or FailureKind.RateLimited,
    };

    private static FailureKind OfStatus(int? status, Exception exception) => status switch
    {
        429 => FailureKind.RateLimited,
        401 or 402 or 403 or 404 => Mentions(exception, FilterMarks) ? FailureKind.Incurable : FailureKind.Misconfigured,
        413 => FailureKind.TooLong,
        408 or 409 or 425 => FailureKind.Transient,
        >= 400 and < 500 => Mentions(exception, TooLongMarks) ? FailureKind.TooLong : FailureKind.Incurable,
        >= 500 => FailureKind.Transient,
        _ => Mentions(exception, TooLongMarks) ? FailureKind.TooLong : WithoutStatus(exception),
    };

    private static FailureKind WithoutStatus(Exception exception) => exception switch
    {
        // The client of one deployment does not support something; that of another may.
        NotSupportedException => FailureKind.Misconfigured,
        _ => IsOfTheCaller(exception) ? FailureKind.Incurable : FailureKind.Transient,
    };

    // Clients that read the first choice of a response that has none fail with an index, which is nothing that the caller passed.
    private static bool IsOfTheCaller(Exception exception) =>
        exception is ArgumentException and not ArgumentOutOfRangeException { ParamName: "index" };

    // Also in what it wraps: clients put the provider's words into an exception of their own.
    private static bool Mentions(Exception exception, string[] marks)
    {
        foreach (Exception each in ProviderFailure.Chain(exception))
        {
            foreach (string mark in marks)
            {
                if (each.Message.Contains(mark, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
