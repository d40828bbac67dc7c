using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Embeddings;
using TokenFinOps.Evaluation.SemanticCache;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Asks conversations turn by turn through a semantic cache, and counts answers that were made in another conversation.</summary>
/// <remarks>
/// Every turn is asked in its conversation, with what the model answered before; then all are asked once more, which must hit; then every follow-up is asked inside every other conversation, which
/// must not. An answer names the conversation and turn that it was made for, so that a wrong one is seen.
/// </remarks>
internal sealed class MultiturnSuite : ISuite
{
    public string Name => "multiturn";

    public string Summary => "follow-up questions of conversations (CAsT topics: JSON with turn, raw_utterance) through the semantic cache: what hits, and what is wrong";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("threshold", "N", "the similarity from which on an answer is served (the embedder's default)"),
        new("context", "N", "compares the last N messages as well, in place of demanding equal conversations (0)"),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<TurnTopic> topics = TurnTopic.Read(context.Data);
        double threshold = context.Arguments.Value("threshold") is { } given && double.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out double number)
            ? number : EmbedderCalibration.LexicalThreshold;
        int turnsCompared = context.Arguments.Number("context", 0);
        using var replay = new TurnReplay(new SemanticCacheOptions
        {
            Acceptance = new StaticThresholdPolicy((float)threshold),
            MaxLookAlikes = 1_000,
            MaxBytes = 2L << 30,
            ContextTurns = turnsCompared,
        });

        TurnCounts first = await replay.AskAllAsync(topics, cancellationToken).ConfigureAwait(false);
        context.Progress.Report(0.1);
        TurnCounts again = await replay.AskAllAsync(topics, cancellationToken).ConfigureAwait(false);
        context.Progress.Report(0.2);
        TurnCounts crossed = await replay.AskElsewhereAsync(topics, context.Progress, cancellationToken).ConfigureAwait(false);

        var report = new SuiteReport();
        report.Add("turns", topics.Sum(static topic => topic.Turns.Length));
        report.Add("topics", topics.Count);
        report.Add("wrong_hits", first.Wrong + again.Wrong + crossed.Wrong);
        report.Add("first_hits", first.Hits);
        report.Add("repeated_hits", again.Hits);
        report.Add("crossed_asked", crossed.Asked);
        report.Add("crossed_hits", crossed.Hits);
        report.Add("crossed_wrong", crossed.Wrong);
        report.Add("reworded_hits", first.Reworded + again.Reworded + crossed.Reworded);
        report.Note("first: every turn in its conversation; repeated: the same once more; crossed: every follow-up after the first exchange of every other conversation. wrong: made in another conversation; reworded: made in the same one, for another wording of the last question.");
        return report;
    }
}
