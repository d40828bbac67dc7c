using System.ClientModel;
using System.Net.Sockets;

namespace QuickStart.Workload;

/// <summary>Turns what the official client throws into one line that says what to do.</summary>
internal static class EndpointError
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int TooManyRequests = 429;
    private const int LongEnough = 160;

    /// <summary>Gets the first line of what went wrong.</summary>
    public static string Summarise(Exception exception)
    {
        Exception cause = Cause(exception);
        string[] lines = cause.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = cause is ClientResultException result && lines.Length > 1
            ? $"HTTP {result.Status}: {lines[^1]}"
            : lines.FirstOrDefault() ?? cause.GetType().Name;
        return line.Length <= LongEnough ? line : line[..LongEnough] + "…";
    }

    /// <summary>Says what to do about it.</summary>
    public static string Advise(Exception exception, Uri endpoint, string model, bool hasKey)
    {
        if (Cause(exception) is not ClientResultException { Status: > 0 } result)
        {
            return !IsOfTheNetwork(exception)
                ? $"{endpoint} does not answer like an OpenAI-compatible server ({Summarise(exception)}). Check the URL."
                : $"Cannot reach {endpoint} ({Summarise(exception)}). Check the URL and that the server is running.";
        }

        string why = Summarise(exception);
        return result.Status switch
        {
            Unauthorized or Forbidden when hasKey => $"{endpoint} refused the key in OPENAI_API_KEY ({why}). Set OPENAI_API_KEY to a key of this server.",
            Unauthorized or Forbidden => $"{endpoint} wants a key. Set OPENAI_API_KEY and run again.",
            NotFound => $"{endpoint} does not serve '{model}' ({why}). Give --model one of its models, and --endpoint the URL up to /chat/completions.",
            TooManyRequests => $"{endpoint} refuses more requests for now ({why}). Check the account's quota, or use --parallel 1.",
            _ => $"{endpoint} failed ({why}).",
        };
    }

    private static Exception Cause(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Cause(last),
        HttpRequestException { InnerException: SocketException inner } => inner,
        _ => exception,
    };

    private static bool IsOfTheNetwork(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.Any(IsOfTheNetwork),
        ClientResultException or HttpRequestException or SocketException or IOException or TimeoutException => true,
        // The network timeout of the client, not the caller's token.
        TaskCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
