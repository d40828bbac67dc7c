using QuickStart;
using QuickStart.Commands;
using QuickStart.Report;
using Spectre.Console;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var line = CommandLine.Parse(args);
    IAnsiConsole console = Terminal.Open();
    return line switch
    {
        { Help: true } => ShowHelp(),
        { ServePort: { } port } => await new ServeCommand(console, line).RunAsync(port, stop.Token),
        { ReplayFile: { } file } => await new ReplayCommand(console, line).RunAsync(file, stop.Token),
        _ => await new WorkloadCommand(console, line).RunAsync(stop.Token),
    };
}
catch (UsageException exception)
{
    Complaint.Print(exception.Message);
    await Console.Error.WriteLineAsync(CommandLine.HelpText);
    return ExitCode.WrongOptions;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Complaint.Print("Stopped.");
    return ExitCode.Failed;
}

static int ShowHelp()
{
    Console.WriteLine(CommandLine.HelpText);
    return ExitCode.Done;
}
