using System.Diagnostics;
using System.Globalization;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

/// <summary>A process that saves entries until it is killed.</summary>
public static class SaverProcess
{
    /// <summary>Starts it, waits until so many entries are saved, and kills it as the kernel does.</summary>
    /// <returns>How many said that they are saved.</returns>
    public static async Task<int> KillAfterAsync(int saved, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;
        int count = 0;
        while (count < saved && await process.StandardOutput.ReadLineAsync() is not null)
        {
            count++;
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may be cut short.
            count = line.EndsWith('.') ? int.Parse(line.AsSpan(0, line.Length - 1), CultureInfo.InvariantCulture) + 1 : count;
        }

        return count;
    }
}
