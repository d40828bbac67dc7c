using Spectre.Console;

namespace QuickStart.Commands;

/// <summary>Says on standard error what went wrong.</summary>
internal static class Complaint
{
    public static void Print(string text)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            console.Profile.Width = int.MaxValue;
        }

        console.MarkupLineInterpolated($"[red]{text}[/]");
    }
}
