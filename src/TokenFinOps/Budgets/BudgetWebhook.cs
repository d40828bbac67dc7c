using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Budgets;

/// <summary>Posts the events of budgets to an address, as JSON, e.g. to a chat room or an incident system.</summary>
/// <remarks>
/// A post that fails or is answered with an error is tried twice more, after one and five seconds. No prompt is in it; tags and their values are where a
/// budget's scope names them. Thread-safe.
/// </remarks>
public sealed partial class BudgetWebhook : IBudgetObserver
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly ILogger? _logger;

    /// <summary>Initializes a new instance of the <see cref="BudgetWebhook"/> class.</summary>
    /// <param name="http">The client that posts; secrets of the receiver belong into its default headers.</param>
    /// <param name="address">Where to.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures are reported; the address's query, which may hold a secret, is left out. <see langword="null"/> for nowhere.</param>
    /// <exception cref="ArgumentException">The address is not an absolute HTTP address.</exception>
    public BudgetWebhook(HttpClient http, Uri address, TimeProvider? timeProvider = null, ILogger<BudgetWebhook>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        Check(address);
        _http = http;
        _address = address;
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask OnEventAsync(BudgetEvent budgetEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(budgetEvent);
        ReadOnlyMemory<byte> body = Write(budgetEvent);
        for (int attempt = 0; ; attempt++)
        {
            string? failure = await PostAsync(body, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return;
            }

            if (attempt == Pauses.Length)
            {
                if (_logger is not null)
                {
                    LogNotDelivered(_logger, budgetEvent.Kind, budgetEvent.Status.Budget, _address.GetLeftPart(UriPartial.Authority), failure);
                }

                return;
            }

            await Task.Delay(Pauses[attempt], _time, cancellationToken).ConfigureAwait(false);
        }
    }

    internal static void Check(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"A webhook needs an absolute http or https address, not '{address.OriginalString}'.", nameof(address));
        }
    }

    private async Task<string?> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _http.PostAsync(_address, content, cancellationToken).ConfigureAwait(false);

            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "timeout";
        }
    }

    private static ReadOnlyMemory<byte> Write(BudgetEvent budgetEvent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        BudgetStatus status = budgetEvent.Status;
        json.WriteStartObject();
        json.WriteString("event", budgetEvent.Kind.ToString());
        json.WriteString("at", budgetEvent.At);
        json.WriteString("budget", status.Budget);
        json.WriteString("scope", status.Scope);
        json.WriteString("measure", status.Measure.ToString());
        json.WriteString("currency", status.Currency);
        json.WriteString("window", status.Window.ToString());
        if (budgetEvent.Threshold is { } threshold)
        {
            json.WriteNumber("threshold", threshold.Share);
            json.WriteString("action", threshold.Action.ToString());
        }

        json.WriteNumber("limit", status.Limit);
        json.WriteNumber("spent", status.Spent);
        json.WriteNumber("presumed", status.Presumed);
        json.WriteNumber("reserved", status.Reserved);
        WriteIfKnown(json, "burnPerHour", status.BurnPerHour);
        WriteIfKnown(json, "projected", status.Projected);
        WriteIfKnown(json, "exhaustedAt", status.ExhaustedAt);
        WriteIfKnown(json, "resetsAt", status.ResetsAt);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } known)
        {
            json.WriteString(name, known);
        }
    }

    [LoggerMessage(LogLevel.Error, "The event {Kind} of the budget '{Budget}' could not be posted to {Host}: {Failure}.")]
    private static partial void LogNotDelivered(ILogger logger, BudgetEventKind kind, string budget, string host, string failure);
}
