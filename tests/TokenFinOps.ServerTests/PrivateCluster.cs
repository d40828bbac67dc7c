using System.Diagnostics;

namespace TokenFinOps.ServerTests;

/// <summary>A PostgreSQL server of one test's own, which it may stop.</summary>
/// <remarks>PostgreSQL refuses to run as root; then it runs as the user <c>postgres</c>, whom Debian's package makes.</remarks>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokenfinops-pg-").FullName;
    private readonly string _bin;
    private readonly int _port;

    private PrivateCluster(string bin, int port)
    {
        _bin = bin;
        _port = port;
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Timeout=5";

    public static async Task<PrivateCluster> StartAsync()
    {
        string bin = Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            ?? throw new InvalidOperationException("There is no initdb under /usr/lib/postgresql; install postgresql-15.");
        var cluster = new PrivateCluster(bin, TestPorts.Next());
        if (Environment.IsPrivilegedProcess)
        {
            await cluster.RunAsync("chown", "postgres", cluster._folder);
        }

        await cluster.RunAsPostgresAsync("initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "--no-sync");
        await cluster.StartServerAsync();
        return cluster;
    }

    public Task StartServerAsync() => RunAsPostgresAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1", "start");

    /// <summary>Stops the server without a goodbye: what was not on its disk is gone.</summary>
    public Task StopServerAsync() => RunAsPostgresAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private Task RunAsPostgresAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(_bin, program), .. arguments])
        : RunAsync(Path.Combine(_bin, program), arguments);

    // A server that stays would keep redirected streams open for ever.
    private async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
