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
