using QuickStart.Server;
using Spectre.Console;

namespace QuickStart.Commands;

/// <summary>Only runs the loopback server, for other clients.</summary>
internal sealed class ServeCommand(IAnsiConsole console, CommandLine line)
{
    public async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            await using LoopbackServer server = await LoopbackServer.StartAsync(new LoopbackOptions { Port = port, Seed = line.Seed }, cancellationToken);
            console.MarkupLineInterpolated($"Serving [bold]{server.Endpoint}[/] with the key [bold]{server.ApiKey}[/]. Ctrl+C stops it.");
            console.MarkupLineInterpolated($"Models: {string.Join(", ", ServedModel.All.Select(static model => model.Name))}");
            await server.RunAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            Complaint.Print($"Cannot listen on port {port}: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
