using System.Globalization;
using Spectre.Console;

namespace QuickStart.Report;

/// <summary>Sets the console up: colours and live progress on a terminal, plain lines everywhere else.</summary>
internal static class Terminal
{
    private const int WidthOfAFile = 120;

    /// <summary>Opens standard output. <c>NO_COLOR</c> is honoured.</summary>
    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WantedWidth() ?? WidthOfAFile;
        }

        return console;
    }

    /// <summary>Shows a bar while something runs; where output is not a terminal, one line when it begins.</summary>
    /// <param name="console">The console.</param>
    /// <param name="title">What runs.</param>
    /// <param name="work">Runs, and reports how much is done from 0 to 1, from any thread.</param>
    public static Task<T> WithProgressAsync<T>(IAnsiConsole console, string title, Func<Action<double>, Task<T>> work)
    {
        if (!console.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            console.WriteLine(title + " …");
            return work(static _ => { });
        }

        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
                T result = await work(done => task.Value = done);
                task.Value = 1;
                return result;
            });
    }

    private static int? WantedWidth() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;
}
