using TokenFinOps.Evaluation.Routing.Sessions;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures what leaving a model costs in conversations: with and without weighing what its provider has cached.</summary>
internal sealed class SessionsSuite : ISuite
{
    public string Name => "sessions";

    public string Summary =>
        "Conversations (a Mooncake trace with hash_ids, or recorded agent runs) through the router over two tiers: their cost with cache-aware stickiness and without, and switches inside tool loops.";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("easy", "SHARE", "Share of questions that a policy sends to the small tier, 0 to 1; 0.6 when left out."),
        new("small", "MODEL", "The small tier's model, of OpenAI or Anthropic; claude-haiku-4-5 when left out."),
        new("frontier", "MODEL", "The frontier's model; claude-sonnet-4-5 when left out."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        double easy = context.Arguments.Value("easy") is { } text
            ? double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1
                ? share
                : throw new EvaluationException($"--easy is '{text}'; use a share from 0 to 1.")
            : 0.6;
        (string Small, string Frontier) models = (context.Arguments.Value("small") ?? "claude-haiku-4-5", context.Arguments.Value("frontier") ?? "claude-sonnet-4-5");
        SessionTurn[] turns = [.. Read(context.Data)];
        using var sticky = new SessionReplay(models, true, easy, context.Seed);
        using var free = new SessionReplay(models, false, easy, context.Seed);
        using var frontier = new SessionReplay(models, true, 0, context.Seed);
        using var small = new SessionReplay(models, true, 1, context.Seed);
        for (int i = 0; i < turns.Length; i++)
        {
            foreach (SessionReplay replay in (SessionReplay[])[sticky, free, frontier, small])
            {
                await replay.CallAsync(turns[i], cancellationToken);
            }

            context.Progress.Report((double)i / turns.Length);
        }

        var report = new SuiteReport();
        report.Add("conversations", turns.Select(static turn => turn.Conversation).Distinct().LongCount());
        report.Add("calls", turns.LongLength);
        report.Add("cost_sticky", await sticky.CostAsync(cancellationToken));
        report.Add("cost_free", await free.CostAsync(cancellationToken));
        report.Add("cost_frontier", await frontier.CostAsync(cancellationToken));
        report.Add("cost_small", await small.CostAsync(cancellationToken));
        report.Add("switches_sticky", (long)sticky.Switches.All);
        report.Add("switches_free", (long)free.Switches.All);
        report.Add("switches_in_loop", (long)sticky.Switches.InLoop + free.Switches.InLoop);
        report.Note($"{models.Small} and {models.Frontier} at the shipped catalogue's prices; a coin finds {easy:0.##} of the questions easy, the same ones in every replay.");
        report.Note("Providers keep the beginnings of prompts for five minutes after their last use, as whole blocks of 512 tokens or whole messages.");
        return report;
    }

    private static IEnumerable<SessionTurn> Read(string path)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        string first = reader.ReadLine() ?? throw new EvaluationException($"'{path}' is empty.");
        return first.Contains("\"hash_ids\"", StringComparison.Ordinal) ? MooncakeSessions.Read(path) : AgentSessions.Read(path);
    }
}
