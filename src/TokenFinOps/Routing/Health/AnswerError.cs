using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Health;

/// <summary>Errors that come as the content of an answer, under HTTP 200: so do OpenAI's Responses when they fail, and what is refused.</summary>
internal static class AnswerError
{
    private const string CodeKey = "TokenFinOps.ErrorCode";

    // The model answered, and would again: it said no, or what it said was kept back. These are for the caller to see as they are.
    private static readonly string[] Refusals = ["refusal", "content_filter", "content_policy", "invalid_prompt"];

    private static readonly string[] RateLimits = ["rate_limit", "insufficient_quota", "too_many_requests"];

    /// <summary>Finds out whether it is an answer after all.</summary>
    public static bool IsRefusal(ErrorContent error) => Mentions(error.ErrorCode, Refusals);

    /// <summary>Makes the failure that the error would have been, had it come as an HTTP status.</summary>
    public static Exception ToException(string deployment, ErrorContent error)
    {
        string code = error.ErrorCode is { Length: > 0 } known ? $" ({known})" : string.Empty;
        var exception = new InvalidDataException($"'{deployment}' answered with an error{code}: {error.Message}");
        exception.Data[CodeKey] = error.ErrorCode;
        return exception;
    }

    /// <summary>Finds out whether such a failure says that there were too many calls.</summary>
    public static bool IsRateLimit(Exception exception) => exception is InvalidDataException && Mentions(exception.Data[CodeKey] as string, RateLimits);

    private static bool Mentions(string? code, string[] marks) => code is not null && Array.Exists(marks, mark => code.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
