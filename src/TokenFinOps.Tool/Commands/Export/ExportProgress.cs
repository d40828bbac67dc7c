using Spectre.Console;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Export;

/// <summary>Shows how far an export is: a bar for a person, nothing for a program.</summary>
internal static class ExportProgress
{
    public static Task<T> ShowAsync<T>(ToolContext context, long entries, Func<IProgress<long>, Task<T>> work)
    {
        if (!context.IsTerminal)
        {
            return work(new Quiet());
        }

        return context.Status.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async display =>
            {
                ProgressTask bar = display.AddTask($"{Figures.Count(entries)} entries", maxValue: Math.Max(1, entries));
                T result = await work(new Bar(bar));
                bar.Value = bar.MaxValue;
                return result;
            });
    }

    private sealed class Quiet : IProgress<long>
    {
        public void Report(long value)
        {
            // Nobody watches.
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
