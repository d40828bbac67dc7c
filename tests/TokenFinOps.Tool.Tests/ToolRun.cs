using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace TokenFinOps.Tool.Tests;

/// <summary>What one run of the tool printed, and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static DateTimeOffset Now { get; } = new(2026, 4, 2, 9, 0, 0, TimeSpan.Zero);

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static Task<ToolRun> OfAsync(params string[] args) => OfAsync(static _ => null, args);

    public static async Task<ToolRun> OfAsync(Func<string, string?> variable, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var context = new ToolContext(output, error, new FakeTimeProvider(Now), variable, isTerminal: false, width: 300);
        int exitCode = await App.RunAsync(args, context);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Gets the row of a table that begins with some cells, all cells parted by single blanks.</summary>
    public string Row(string firstCells) => Out.Split('\n')
        .Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        .First(line => line.StartsWith(firstCells, StringComparison.Ordinal));
}
