using System.Diagnostics;
using TokenFinOps.LedgerWriter;

namespace TokenFinOps.ServerTests;

/// <summary>A process that writes to a ledger, and what it said was acknowledged.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<List<Guid>> _acknowledged;
    private readonly Task<string> _errors;
    private readonly SemaphoreSlim _lines = new(0);
    private int _awaited;

    public WriterProcess(TestSchema schema, int seed, int count, string durability = "acknowledged")
    {
        string program = Path.ChangeExtension(typeof(WriterEntries).Assembly.Location, "dll");
        _process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [program, "postgres", schema.ConnectionString, $"{seed}", $"{count}", durability, schema.Name, schema.SpoolPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!;
        _acknowledged = ReadAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until so many entries are acknowledged, or the process ends.</summary>
    public async Task ReachAsync(int count)
    {
        for (; _awaited < count; _awaited++)
        {
            await _lines.WaitAsync();
        }
    }

    /// <summary>Waits for the end of the process, which must succeed.</summary>
    public async Task<List<Guid>> CompleteAsync()
    {
        List<Guid> acknowledged = await _acknowledged;
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, $"The writer ended with {_process.ExitCode}: {await _errors}");
        return acknowledged;
    }

    /// <summary>Kills the process with SIGKILL.</summary>
    public async Task<List<Guid>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return await _acknowledged;
    }

    public void Dispose()
    {
        _process.Dispose();
        _lines.Dispose();
    }

    // The last line of a killed process may be cut.
    private async Task<List<Guid>> ReadAsync()
    {
        List<Guid> ids = [];
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Length == 36 && Guid.TryParse(line, out Guid id))
            {
                ids.Add(id);
                _lines.Release();
            }
        }

        _lines.Release(int.MaxValue / 2);
        return ids;
    }
}
