using System.Diagnostics;
using TokenFinOps.Evaluation.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Sqlite;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Times the ledger file: appends beside what one would write by hand, and questions to a year of entries.</summary>
internal sealed class StoreSuite : ISuite
{
    // As many callers wait for the disk together as one transaction of the peer has rows.
    private const int Callers = 1_024;
    private const int Rounds = 5;
    private const int Asked = 9;

    private static readonly DateTimeOffset NewYear = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => "store";

    public string Summary => "Appends to an SQLite ledger beside a hand-written loop of batched inserts of the same rows, then asks a year of entries for bills. Needs no data.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("entries", "N", "How many entries the year has; 1,000,000 by default, 0 for appends only."),
        new("append", "N", "How many entries are appended beside the peer, as dense as ten million a year; 500,000 by default, 0 to leave it out."),
        new("folder", "PATH", "Where the files go; the system's folder for temporary files by default. A file of an earlier run with as many entries is used again."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        string folder = context.Arguments.Value("folder") ?? Path.GetTempPath();
        var report = new SuiteReport();
        int appended = context.Arguments.Number("append", 500_000);
        if (appended > 0)
        {
            await CompareAppendsAsync(report, folder, context.Seed, appended, context.Progress).ConfigureAwait(false);
        }

        int entries = context.Arguments.Number("entries", 1_000_000);
        if (entries > 0)
        {
            await AskAsync(report, folder, context.Seed, entries, context.Progress, cancellationToken).ConfigureAwait(false);
        }

        return report;
    }

    private static async Task CompareAppendsAsync(SuiteReport report, string folder, int seed, int count, IProgress<double> progress)
    {
        var company = new SyntheticCompany(seed, NewYear, TimeSpan.FromDays(365) * (count / 10_000_000.0), count);
        LedgerEntry[] entries = [.. Enumerable.Range(0, count).Select(i => company.EntryAt(i))];
        object[][] rows = HandWrittenInserts.RowsOf(entries);
        object[][] few = rows[..Math.Min(rows.Length, 5_000)];
        var rates = new Dictionary<string, List<double>>();
        for (int round = 0; round <= Rounds; round++)
        {
            // The first round only warms up. All are measured in every round, so that a slow moment of the machine hits them alike.
            bool counts = round > 0;
            Add(rates, counts, "buffered", await InFileAsync(folder, file => StoreRuns.BufferedAsync(file, entries)).ConfigureAwait(false));
            Add(rates, counts, "hand_normal", await InFileAsync(folder, file => Task.FromResult(StoreRuns.HandWritten(file, rows, "NORMAL", 4_096))).ConfigureAwait(false));
            Add(rates, counts, "acknowledged", await InFileAsync(folder, file => StoreRuns.AcknowledgedAsync(file, entries, Callers)).ConfigureAwait(false));
            Add(rates, counts, "hand_full", await InFileAsync(folder, file => Task.FromResult(StoreRuns.HandWritten(file, rows, "FULL", Callers))).ConfigureAwait(false));
            Add(rates, counts, "row_per_request", await InFileAsync(folder, file => Task.FromResult(StoreRuns.HandWritten(file, few, "FULL", 1))).ConfigureAwait(false));
            progress.Report((round + 1.0) / (Rounds + 1));
        }

        foreach ((string name, List<double> each) in rates)
        {
            report.Add($"{name}_per_second", Math.Round(Median(each)));
        }

        // Of pairs, since the machine is faster in one round than in the next.
        report.Add("buffered_ratio", Math.Round(Median(rates["buffered"].Zip(rates["hand_normal"], static (ours, peer) => ours / peer)), 3));
        report.Add("acknowledged_ratio", Math.Round(Median(rates["acknowledged"].Zip(rates["hand_full"], static (ours, peer) => ours / peer)), 3));
        report.Note($"Medians of {Rounds} rounds of {count:N0} entries; ratios of the two in a round. The hand-written loop inserts rows made beforehand, in transactions of 4,096 (NORMAL) and {Callers:N0} (FULL); "
            + $"the ledger encodes, finds duplicates and keeps sums as well, and has {Callers:N0} callers when each waits for the disk. row_per_request commits every row of {few.Length:N0} by itself.");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void Add(Dictionary<string, List<double>> rates, bool counts, string name, double rate)
    {
        if (!counts)
        {
            return;
        }

        if (!rates.TryGetValue(name, out List<double>? all))
        {
            rates[name] = all = [];
        }

        all.Add(rate);
    }

    private static async Task<double> InFileAsync(string folder, Func<string, Task<double>> run)
    {
        string path = Path.Combine(folder, $"tokenfinops-{Guid.NewGuid():n}");
        Directory.CreateDirectory(path);
        try
        {
            return await run(Path.Combine(path, "store.db")).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task AskAsync(SuiteReport report, string folder, int seed, int count, IProgress<double> progress, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, $"tokenfinops-year-{count}-{seed}.db");
        await using var ledger = new SqliteCostLedger($"Data Source={file}");
        LedgerTotals whole = (await ledger.QueryAsync(LedgerQuery.All, cancellationToken).ConfigureAwait(false)).TotalIn();
        if (whole.Attempts != count)
        {
            whole = await FillAsync(report, ledger, seed, count, progress, cancellationToken).ConfigureAwait(false);
        }

        LedgerQuery march = LedgerQuery.Between(NewYear.AddMonths(2), NewYear.AddMonths(3));
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        (string Name, LedgerQuery Query)[] questions =
        [
            ("team_of_month", march.GroupBy("team")),
            ("team_by_month", LedgerQuery.All.GroupBy("team").By(TimeBucket.Month)),
            ("two_tags_of_month", march.GroupBy("team", "customer")),
            ("two_tags_of_year", LedgerQuery.All.GroupBy("team", "feature")),
            ("team_of_month_in_berlin", LedgerQuery.ThisMonth(new FixedTime(NewYear.AddDays(70)), berlin).GroupBy("team")),
            ("team_by_day_of_month", march.GroupBy("team").By(TimeBucket.Day)),
        ];
        foreach ((string name, LedgerQuery query) in questions)
        {
            (double milliseconds, LedgerReport answer) = await StoreRuns.AskAsync(ledger, query, Asked).ConfigureAwait(false);
            report.Add($"{name}_ms", Math.Round(milliseconds, 2));
            report.Note($"{name}: {answer.Rows.Length:N0} rows, {answer.TotalIn().Attempts:N0} entries, {answer.TotalIn().EffectiveCost} USD.");
        }

        report.Add("file_mb", new FileInfo(file).Length >> 20);
        report.Note($"A year of {whole.Attempts:N0} entries, {whole.EffectiveCost} USD. Medians of {Asked}.");
    }

    private static async Task<LedgerTotals> FillAsync(
        SuiteReport report, SqliteCostLedger ledger, int seed, int count, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var company = new SyntheticCompany(seed, NewYear, TimeSpan.FromDays(365), count);
        var expected = default(ExactSum);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            LedgerEntry entry = company.EntryAt(i);
            expected.Add(entry.Cost.Effective!.Value);
            await ledger.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            if (i % 10_000 == 0)
            {
                progress.Report((double)i / count);
            }
        }

        await ledger.FlushAsync(cancellationToken).ConfigureAwait(false);
        report.Add("year_filled_per_second", Math.Round(count / Stopwatch.GetElapsedTime(start).TotalSeconds));
        LedgerTotals whole = (await ledger.QueryAsync(LedgerQuery.All, cancellationToken).ConfigureAwait(false)).TotalIn();
        report.Add("sum_mismatches", whole.Attempts == count && whole.EffectiveCost == expected.ToDecimal() ? 0 : 1);
        return whole;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
