using System.Diagnostics;
using System.Globalization;
using TokenFinOps.LedgerWriter;

namespace TokenFinOps.ServerTests;

/// <summary>A process that spends from a budget, and what its callers said.</summary>
internal sealed class SpenderProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly SemaphoreSlim _lines = new(0);

    public SpenderProcess(SpenderArguments arguments)
    {
        string program = Path.ChangeExtension(typeof(WriterEntries).Assembly.Location, "dll");
        _process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [program, .. arguments.ToArray()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!;
        _reading = ReadAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Gets what each caller's returned calls cost, in millionths.</summary>
    public Dictionary<string, long> Charged { get; } = [];

    /// <summary>Gets what the last call cost whose caller did not hear that it was charged.</summary>
    public Dictionary<string, long> Open { get; } = [];

    public int Refused { get; private set; }

    /// <summary>Waits until so many calls have returned, or the process ends.</summary>
    public async Task ReachAsync(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            await _lines.WaitAsync();
        }
    }

    public async Task CompleteAsync()
    {
        await _reading;
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, $"The process ended with {_process.ExitCode}: {await _errors}");
    }

    /// <summary>Kills the process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public void Dispose()
    {
        _process.Dispose();
        _lines.Dispose();
    }

    // The last line of a killed process may be cut: then it has no end, and counts as not said.
    private async Task ReadAsync()
    {
        string text = string.Empty;
        var buffer = new char[4_096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var length)
        {
            string[] lines = (text + new string(buffer, 0, length)).Split('\n');
            text = lines[^1];
            Array.ForEach(lines[..^1], Note);
        }

        _lines.Release(int.MaxValue / 2);
    }

    private void Note(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] == "~")
        {
            Open[words[1]] = long.Parse(words[2], CultureInfo.InvariantCulture);
            return;
        }

        _lines.Release();
        if (words[0] == "!")
        {
            Refused++;
            return;
        }

        Open.Remove(words[1]);
        Charged[words[1]] = Charged.GetValueOrDefault(words[1]) + long.Parse(words[2], CultureInfo.InvariantCulture);
    }
}
