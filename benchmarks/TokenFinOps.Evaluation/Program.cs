using Spectre.Console;

namespace TokenFinOps.Evaluation;

/// <summary>Measures the SDK on labelled data: <c>SUITE --data PATH [options] [--json FILE] [--seed N]</c>.</summary>
internal static class Program
{
    private const int Ran = 0;
    private const int CouldNotRun = 2;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            ShowHelp(AnsiConsole.Console);
            return Ran;
        }

        IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        try
        {
            await RunAsync(CommandLine.Parse(arguments), errors).ConfigureAwait(false);
            return Ran;
        }
        catch (Exception exception) when (exception is EvaluationException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return CouldNotRun;
        }
    }

    private static async Task RunAsync(CommandLine arguments, IAnsiConsole errors)
    {
        if (arguments.Suite.Equals(SnapshotCommand.Name, StringComparison.OrdinalIgnoreCase))
        {
            SnapshotCommand.Run(arguments, AnsiConsole.Console.WriteLine);
            return;
        }

        ISuite suite = SuiteRegistry.Find(arguments.Suite);
        arguments.RejectUnknown(suite);
        SuiteReport report = await MeasureAsync(suite, arguments, errors).ConfigureAwait(false);
        string data = arguments.Value("data") is { } path ? DataFile.NameOf(path) : "none";
        ReportWriter.Show(AnsiConsole.Console, suite.Name, data, report);
        if (arguments.Value("json") is { } file)
        {
            ReportWriter.WriteJson(file, suite.Name, data, report);
        }
    }

    private static Task<SuiteReport> MeasureAsync(ISuite suite, CommandLine arguments, IAnsiConsole errors) =>
        errors.Progress().AutoClear(true).StartAsync(async progress =>
        {
            ProgressTask task = progress.AddTask(suite.Name, maxValue: 1);
            var context = new SuiteContext(arguments, new TaskProgress(task));
            return await suite.RunAsync(context, CancellationToken.None).ConfigureAwait(false);
        });

    private static void ShowHelp(IAnsiConsole console)
    {
        console.WriteLine("SUITE --data PATH [options] [--json FILE] [--seed N]");
        foreach (ISuite suite in SuiteRegistry.All)
        {
            console.WriteLine();
            console.WriteLine($"{suite.Name}: {suite.Summary}");
            foreach (SuiteOption option in suite.Options)
            {
                console.WriteLine($"  --{option.Name} {option.Value}  {option.Summary}");
            }
        }

        console.WriteLine();
        console.WriteLine($"{SnapshotCommand.Name} --data FOLDER --out FILE: {SnapshotCommand.Summary}");
    }

    // Progress<T> would hand the reports to the thread pool, out of order.
    private sealed class TaskProgress(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
