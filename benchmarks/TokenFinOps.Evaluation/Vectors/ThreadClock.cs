using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TokenFinOps.Evaluation.Vectors;

/// <summary>Processor time of this thread, in microseconds: what others do on a busy machine does not count. Where the system has none to give, the time on the wall.</summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3;

    public static double Now =>
        OperatingSystem.IsLinux() && GetTime(ThreadCpuTime, out Moment moment) == 0
            ? (moment.Seconds * 1e6) + (moment.Nanoseconds / 1e3)
            : Stopwatch.GetTimestamp() * 1e6 / Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Moment moment);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
