using System.CommandLine;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Parquet;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Export;

/// <summary><c>tokenfinops export focus</c>: the ledger as FOCUS rows, in CSV or Parquet.</summary>
internal static class FocusExportCommand
{
    private const string Parquet = ".parquet";

    public static Command Create(ToolContext context)
    {
        var target = new Option<string>("--out") { Description = "The file: .csv or .parquet decides the format. An existing file is replaced when the export is whole.", HelpName = "FILE", Required = true };
        var options = new FocusOptions();
        var period = new PeriodOptions();
        var ledger = new LedgerOptions();
        Option<string[]> where = CommonOptions.Where();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("focus", "Export the ledger as FOCUS rows (FinOps Open Cost and Usage Specification), in CSV or Parquet.") { target, where, json };
        ledger.AddTo(command);
        options.AddTo(command);
        period.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            string path = CheckedPath(line.GetRequiredValue(target));
            LedgerFilter filter = line.GetRequiredValue(where).Aggregate(period.FilterOf(line, context.Time), Dimensions.Where);
            var exporter = new FocusExporter(options.ReadFrom(line));
            await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
            LedgerReport size = await open.Ledger.QueryAsync(new LedgerQuery { Filter = filter }, cancellationToken);
            long entries = size.Totals.Sum(static totals => totals.Attempts + totals.Corrections);
            FocusExportSummary summary = await ExportProgress.ShowAsync(
                context, entries, progress => WriteAsync(exporter, open, filter, path, progress, cancellationToken));
            if (line.GetValue(json))
            {
                await JsonPrinter.PrintAsync(context, writer => ExportSummaryPrinter.Write(writer, path, summary));
            }
            else
            {
                ExportSummaryPrinter.Print(context, path, summary);
            }

            if (summary.Entries < entries)
            {
                context.Error.WriteLine($"Note: the ledger keeps {entries - summary.Entries} older entries as sums only; they are not in the export.");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static string CheckedPath(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is not (".csv" or Parquet) ? throw new ToolException($"--out: '{path}' ends neither with .csv nor with .parquet; the ending decides the format.")
        : Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder) ? throw new ToolException($"--out: the folder '{folder}' does not exist.")
        : path;

    // Whole or not at all: what is read by others must not be half an export.
    private static async Task<FocusExportSummary> WriteAsync(
        FocusExporter exporter, OpenLedger open, LedgerFilter filter, string path, IProgress<long> progress, CancellationToken cancellationToken)
    {
        string draft = path + ".tmp";
        try
        {
            FocusExportSummary summary = await WriteDraftAsync(exporter, open, filter, draft, Path.GetExtension(path), progress, cancellationToken);
            File.Move(draft, path, overwrite: true);
            return summary;
        }
        catch (InvalidOperationException fault)
        {
            throw new ToolException($"{fault.Message} Nothing was written.", innerException: fault);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<FocusExportSummary> WriteDraftAsync(
        FocusExporter exporter, OpenLedger open, LedgerFilter filter, string draft, string extension, IProgress<long> progress, CancellationToken cancellationToken)
    {
        FileStream stream = File.Create(draft);
        if (string.Equals(extension, Parquet, StringComparison.OrdinalIgnoreCase))
        {
            await using var parquet = new FocusParquetWriter(stream);
            return await exporter.ExportAsync(open.Ledger, filter, parquet, progress, cancellationToken);
        }

        await using var csv = new FocusCsvWriter(stream);
        return await exporter.ExportAsync(open.Ledger, filter, csv, progress, cancellationToken);
    }
}
