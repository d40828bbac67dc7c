using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Guardrails;

namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>Makes the calls of recorded runs again, one for every message of the model, with what stood before it as history; and notes what trips.</summary>
internal sealed class TranscriptReplay : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<GuardrailTrip>> _trips = [];
    private readonly ServiceProvider _services;
    private readonly IChatClient _client;

    /// <summary>Initializes a new instance of the <see cref="TranscriptReplay"/> class.</summary>
    /// <param name="configure">Changes the guardrails; <see langword="null"/> for the defaults.</param>
    public TranscriptReplay(Action<GuardrailOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops.AddGuardrails(guard =>
        {
            configure?.Invoke(guard);
            guard.OnTrip = trip => _trips.GetOrAdd(trip.RunId, static _ => []).Add(trip);
        }));
        services.AddChatClient(new TranscriptChatClient()).UseTokenFinOps();
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<IChatClient>();
    }

    /// <summary>Replays a run.</summary>
    /// <returns>What it tripped.</returns>
    public async Task<IReadOnlyCollection<GuardrailTrip>> RunAsync(AgentTranscript transcript, CancellationToken cancellationToken)
    {
        using AttributionScope run = FinOps.BeginRun();
        List<ChatMessage> history = [];
        foreach (ChatMessage message in transcript.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                await _client.GetResponseAsync(history, new ChatOptions { AdditionalProperties = new() { [TranscriptChatClient.Next] = message } }, cancellationToken);
            }

            history.Add(message);
        }

        return _trips.TryRemove(run.RunId!, out ConcurrentBag<GuardrailTrip>? trips) ? trips : [];
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
