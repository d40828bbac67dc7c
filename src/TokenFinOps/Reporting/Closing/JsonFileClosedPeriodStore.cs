using System.Diagnostics;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Keeps every closed period as a JSON file in a folder, named like the period, e.g. <c>2026-03.json</c>.</summary>
/// <remarks>
/// A file is written beside its place, flushed to the disk and moved there in one step: a crash leaves the whole file or none. Whoever moves one holds a lock on
/// <c>periods.lock</c> in the folder, so that of two processes that close the same period one is refused; the lock ends with its process. Thread-safe.
/// </remarks>
public sealed class JsonFileClosedPeriodStore : IClosedPeriodStore
{
    private const string Extension = ".json";
    private const string LockName = "periods.lock";

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(5);

    private readonly string _folder;

    /// <summary>Initializes a new instance of the <see cref="JsonFileClosedPeriodStore"/> class.</summary>
    /// <param name="folder">The folder. It is made when the first period is closed.</param>
    public JsonFileClosedPeriodStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = folder;
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(closed);
        Directory.CreateDirectory(_folder);
        string path = PathOf(closed.Period.Name);
        string draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await WriteAsync(draft, ClosedPeriodJson.Write(closed), cancellationToken);
            using FileStream locked = await LockAsync(cancellationToken);
            if (!File.Exists(path))
            {
                File.Move(draft, path);
                return;
            }

            ClosedPeriod kept = await ReadAsync(path, cancellationToken);
            if (kept.ContentHash != closed.ContentHash)
            {
                throw PeriodCloseException.AlreadyClosed(kept);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default)
    {
        List<ClosedPeriod> closed = [];
        foreach (string path in Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*" + Extension) : [])
        {
            closed.Add(await ReadAsync(path, cancellationToken));
        }

        return [.. closed.OrderBy(static each => each.Period.From)];
    }

    /// <inheritdoc/>
    public async ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(period);
        string path = PathOf(period);
        return File.Exists(path) ? await ReadAsync(path, cancellationToken) : null;
    }

    // On Unix a move that may not overwrite still looks first and renames then, so that it replaces a file that comes between. Another process lets go by the real clock, whatever
    // an application takes for the time.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(_folder, LockName);
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(since) < LockWait)
            {
                await Task.Delay(LockRetry, cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(string path, byte[] json, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(json, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static async Task<ClosedPeriod> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return ClosedPeriodJson.Read(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (FormatException exception)
        {
            throw new FormatException($"'{path}' cannot be read. {exception.Message}", exception);
        }
    }

    // The name of another file must not be made of a period's name.
    private string PathOf(string period) => Path.GetFileName(period) == period
        ? Path.Combine(_folder, period + Extension)
        : throw new ArgumentException($"'{period}' is not the name of a period, such as 2026-03.", nameof(period));
}
