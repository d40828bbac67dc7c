using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>Makes runs of agents that go round in circles: three rounds of one to six calls, after some useful work, with noise.</summary>
/// <remarks>
/// What changes from round to round: the words said with a call, the order of its arguments, ids and moments in its results; in every other run a request id and
/// the present moment among its arguments; and before one call in seven an unrelated one. What stays is what the calls ask for and what they are told.
/// </remarks>
internal sealed class LoopGenerator(int seed, int rounds = 3)
{
    /// <summary>The longest period.</summary>
    public const int LongestPeriod = 6;

    private static readonly string[] Verbs = ["get", "search", "check", "list", "open", "run", "read", "update"];
    private static readonly string[] Nouns = ["order", "flight", "invoice", "ticket", "tests", "file", "account", "shipment"];
    private static readonly string[] Openings = ["Let me", "I will now", "Next I shall", "It may help to", "To be sure, I will", "One moment, I'll"];
    private static readonly string[] Middles = ["look at", "go over", "verify", "look up", "make sure of", "have another look at"];
    private static readonly string[] States = ["pending", "not found", "locked by another user", "still running", "no change", "waiting for approval"];

    private readonly Random _random = new(seed);
    private DateTimeOffset _now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private int _calls;

    /// <summary>Makes a run.</summary>
    /// <param name="period">How many calls a round has.</param>
    public AgentTranscript Next(int period)
    {
        bool hasNonces = _random.Next(2) == 0;
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "You help with orders. Use the tools."),
            new(ChatRole.User, $"Please see to {Pick(Nouns)} {_random.Next(1_000, 9_999)}."),
        ];
        for (int useful = _random.Next(5); useful > 0; useful--)
        {
            AddCall(messages, NewTask(), hasNonces);
        }

        LoopTask[] round = [.. Enumerable.Range(0, period).Select(_ => NewTask())];
        for (int i = 0; i < rounds; i++)
        {
            AddRound(messages, round, hasNonces);
        }

        messages.Add(new ChatMessage(ChatRole.Assistant, "That is all I could find out."));
        return new AgentTranscript($"loop of {period}, seed {seed}", messages, Succeeded: false);
    }

    private void AddRound(List<ChatMessage> messages, LoopTask[] round, bool hasNonces)
    {
        foreach (LoopTask task in round)
        {
            if (_random.Next(7) == 0)
            {
                AddCall(messages, NewTask(), hasNonces);
            }

            AddCall(messages, task, hasNonces);
        }
    }

    private void AddCall(List<ChatMessage> messages, LoopTask task, bool hasNonces)
    {
        _now += TimeSpan.FromMilliseconds(_random.Next(900, 60_000));
        string id = $"call_{++_calls}_{_random.Next():x}";
        var call = new FunctionCallContent(id, task.Tool, Arguments(task, hasNonces));
        AIContent[] said = _random.Next(2) == 0 ? [call] : [new TextContent($"{Pick(Openings)} {Pick(Middles)} the {task.Subject} ({_random.Next(100)})."), call];
        messages.Add(new ChatMessage(ChatRole.Assistant, said));
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(id, Result(task))]));
    }

    private Dictionary<string, object?> Arguments(LoopTask task, bool hasNonces)
    {
        List<KeyValuePair<string, object?>> arguments = [new("subject", task.Subject), new("key", task.Key), new("filter", Filter(task))];
        if (hasNonces)
        {
            arguments.Add(new("ref", NewGuid()));
            arguments.Add(new("as_of", Moment()));
        }

        return new(arguments.OrderBy(_ => _random.Next()));
    }

    private JsonElement Filter(LoopTask task)
    {
        string[] properties = [$"\"state\":\"{task.State}\"", $"\"limit\":{task.Key % 50}"];
        return JsonElement.Parse($"{{{string.Join(',', properties.OrderBy(_ => _random.Next()))}}}");
    }

    private object Result(LoopTask task) => task.Form switch
    {
        0 => $"{task.Subject} {task.Key}: {task.State} (checked at {Moment()}, reference {NewGuid()})",
        1 => JsonElement.Parse($$"""{"id":"{{NewGuid()}}","at":"{{Moment()}}","took_ms":{{_random.Next(5, 900)}},"state":"{{task.State}}"}"""),
        _ => $"Error: {task.State}. Trace {_random.NextInt64():x}, {_now.ToUnixTimeMilliseconds()}",
    };

    private LoopTask NewTask() => new($"{Pick(Verbs)}_{Pick(Nouns)}", Pick(Nouns), _random.Next(1_000_000), Pick(States), _random.Next(3));

    private string Moment() => _now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
