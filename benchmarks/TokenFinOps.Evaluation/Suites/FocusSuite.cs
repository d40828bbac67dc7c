using System.Diagnostics;
using System.Text.Json;
using TokenFinOps.Evaluation.Focus;
using TokenFinOps.Evaluation.Oracle;
using TokenFinOps.Evaluation.Replay;
using TokenFinOps.Ledger;
using TokenFinOps.Parquet;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Exports real token traces as FOCUS and checks every row; or exports a year of made-up entries and measures pace and memory.</summary>
internal sealed class FocusSuite : ISuite
{
    private const double Megabyte = 1024 * 1024;

    public string Name => "focus";

    public string Summary => "Exports the traces of a folder with expected.json as FOCUS, checks every row against the requirement model, and compares the sums exactly.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("version", "1.2|1.4", "The version of FOCUS; 1.2 by default. 1.4 is checked by the model of 1.2, with its two columns renamed."),
        new("model", "FOLDER", "Where model-1.2.json and currency_codes.csv are; the folder focus beside the data by default."),
        new("granularity", "hour|day|call", "How much a row adds up; hour by default."),
        new("format", "csv|parquet", "What the rows are written as, to nowhere; csv by default."),
        new("entries", "N", "Exports N made-up entries of one year instead of the traces; rows are then checked only where --model is given."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        var run = new Run(OptionsOf(context.Arguments), ModelOf(context), FormatOf(context.Arguments));
        if (context.Arguments.Number("entries", 0) is var entries and not 0)
        {
            if (entries < 0)
            {
                throw new EvaluationException($"--entries takes a number above 0, not {entries}.");
            }

            await run.ExportAsync(TraceEntries.OfYear(entries, context.Seed), null, new Share(context.Progress, entries), cancellationToken).ConfigureAwait(false);
            return run.Report();
        }

        using JsonDocument expectations = DataFile.OpenJson(ReplayGroup.ExpectationsIn(context.Data));
        IReadOnlyList<ReplayGroup> groups = ReplayGroup.In(expectations.RootElement);
        for (int i = 0; i < groups.Count; i++)
        {
            await run.ExportAsync(groups[i], context.Data, cancellationToken).ConfigureAwait(false);
            context.Progress.Report((i + 1.0) / groups.Count);
        }

        return run.Report();
    }

    private static FocusExportOptions OptionsOf(CommandLine arguments) => new()
    {
        BillingAccountId = "evaluation",
        Version = (arguments.Value("version") ?? "1.2") switch
        {
            "1.2" => FocusVersion.V1_2,
            "1.4" => FocusVersion.V1_4,
            var other => throw new EvaluationException($"--version takes 1.2 or 1.4, not '{other}'."),
        },
        Granularity = (arguments.Value("granularity") ?? "hour") switch
        {
            "hour" => FocusGranularity.Hour,
            "day" => FocusGranularity.Day,
            "call" => FocusGranularity.Call,
            var other => throw new EvaluationException($"--granularity takes hour, day or call, not '{other}'."),
        },
    };

    private static FocusModel? ModelOf(SuiteContext context) =>
        context.Arguments.Value("model") is { } folder ? FocusModel.Load(folder)
        : context.Arguments.Value("entries") is not null ? null
        : FocusModel.Load(Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(context.Data)), "..", "focus"));

    private static Func<Stream, IFocusWriter> FormatOf(CommandLine arguments) => (arguments.Value("format") ?? "csv") switch
    {
        "csv" => static stream => new FocusCsvWriter(stream),
        "parquet" => static stream => new FocusParquetWriter(stream),
        var other => throw new EvaluationException($"--format takes csv or parquet, not '{other}'."),
    };

    private sealed class Run(FocusExportOptions options, FocusModel? model, Func<Stream, IFocusWriter> format)
    {
        private readonly FocusExporter _exporter = new(options);
        private readonly List<string> _notes = [];
        private long _entries;
        private long _rows;
        private long _bytes;
        private long _violations;
        private long _warnings;
        private long _mismatches;
        private TimeSpan _time;

        public async Task ExportAsync(ReplayGroup group, string folder, CancellationToken cancellationToken)
        {
            if (group.Read(folder) is not { } calls)
            {
                _notes.Add($"Not in the folder, and not exported: {group.Name}.");
                return;
            }

            foreach (ReplayPlan plan in ReplayPlan.For(group))
            {
                IEnumerable<LedgerEntry> entries = TraceEntries.Of(plan.ReportsCache ? calls : calls.Select(static call => call with { CachedInput = 0 }), plan.ToCard());
                decimal? expected = plan.CostName is { } cost && OracleJson.TryDecimal(group.Expected.GetProperty(cost), out decimal value) ? value : null;
                await ExportAsync(entries, expected, null, cancellationToken).ConfigureAwait(false);
            }
        }

        public async Task ExportAsync(IEnumerable<LedgerEntry> entries, decimal? expected, IProgress<long>? progress, CancellationToken cancellationToken)
        {
            ExactSum list = default;
            ExactSum effective = default;
            IEnumerable<LedgerEntry> counted = entries.Select(entry =>
            {
                list.Add(entry.Cost.List ?? 0m);
                effective.Add(entry.Cost.Effective ?? 0m);
                return entry;
            });
            var nowhere = new CountingNowhere();
            var judge = new FocusJudge(format(nowhere), model);
            long start = Stopwatch.GetTimestamp();
            FocusExportSummary summary = await _exporter.ExportAsync(new EntryStream(counted), null, judge, progress, cancellationToken).ConfigureAwait(false);
            _time += Stopwatch.GetElapsedTime(start);
            _entries += summary.Entries;
            _rows += summary.Rows;
            _bytes += nowhere.Length;
            _violations += judge.Violations;
            _warnings += judge.Warnings;
            _notes.AddRange(judge.Found);
            Compare("ListCost", list, judge.ListCost);
            Compare("EffectiveCost", effective, judge.EffectiveCost);
            Compare("BilledCost", effective, judge.BilledCost);
            if (expected is { } cost)
            {
                Compare("the expected cost", ExactSum.Of(cost), judge.ListCost);
            }
        }

        public SuiteReport Report()
        {
            using var process = Process.GetCurrentProcess();
            var report = new SuiteReport();
            report.Add("rows", _rows);
            report.Add("violations", _violations);
            report.Add("sum_mismatches", _mismatches);
            report.Add("peak_mb", Math.Round(process.PeakWorkingSet64 / Megabyte, 1));
            report.Add("written_mb", Math.Round(_bytes / Megabyte, 1));
            report.Add("warnings", _warnings);
            report.Add("entries", _entries);
            report.Add("rows_per_second", _rows / _time.TotalSeconds);
            report.Add("entries_per_second", _entries / _time.TotalSeconds);
            _notes.ForEach(report.Note);
            report.Note("Peak memory is that of the whole process, runtime included. The pace includes making the entries and, where rows are checked, checking them.");
            if (model is null)
            {
                report.Note("Rows were not checked: --model FOLDER checks them.");
            }

            return report;
        }

        private void Compare(string name, ExactSum expected, ExactSum actual)
        {
            if (expected != actual)
            {
                _mismatches++;
                _notes.Add($"Σ {name}: expected {expected}, the rows say {actual}.");
            }
        }
    }

    private sealed class Share(IProgress<double> progress, long all) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)value / all);
    }

    // Parquet asks where it is in the file, which Stream.Null does not say.
    private sealed class CountingNowhere : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}
