using System.Globalization;
using System.Text;
using Spectre.Console;

namespace TokenFinOps.Tool;

/// <summary>What a command may touch of the world outside: its streams, the clock, the environment.</summary>
internal sealed class ToolContext
{
    // Wide enough that no table is folded where another program reads it.
    private const int WidthOfAPipe = 1_000;

    public ToolContext(TextWriter output, TextWriter error, TimeProvider time, Func<string, string?> variable, bool isTerminal, int? width = null)
    {
        Out = output;
        Error = error;
        Time = time;
        Variable = variable;
        IsTerminal = isTerminal;
        Console = Open(output, width);
        Status = Open(error, width);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public TimeProvider Time { get; }

    public Func<string, string?> Variable { get; }

    /// <summary>Gets a value indicating whether a person sees progress as it happens.</summary>
    public bool IsTerminal { get; }

    /// <summary>Gets where tables go: standard output.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Gets where progress goes: standard error, so that standard output holds results only.</summary>
    public IAnsiConsole Status { get; }

    public static ToolContext OfProcess()
    {
        if (System.Console.IsOutputRedirected)
        {
            System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return new ToolContext(System.Console.Out, System.Console.Error, TimeProvider.System, Environment.GetEnvironmentVariable, !System.Console.IsErrorRedirected, WidthOf());
    }

    private static int? WidthOf() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns
        : System.Console.IsOutputRedirected ? WidthOfAPipe
        : null;

    private IAnsiConsole Open(TextWriter writer, int? width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (width is { } columns)
        {
            console.Profile.Width = columns;
        }

        return console;
    }
}
