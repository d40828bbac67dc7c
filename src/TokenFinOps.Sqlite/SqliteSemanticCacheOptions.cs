namespace TokenFinOps.Sqlite;

/// <summary>How a <see cref="SqliteSemanticCacheStore"/> reads and waits.</summary>
public sealed class SqliteSemanticCacheOptions
{
    /// <summary>Gets or sets how long the store waits for another process that is writing to the same file, before it fails.</summary>
    /// <value>The default is 5 seconds. From 0 to one minute.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how many bytes of the file are mapped into memory while entries are loaded, so that vectors are read without a copy of every page. What lies beyond is
    /// read in the ordinary way. A process that reads a mapped file which another one cuts short is ended by the operating system: use 0 where that can happen.
    /// </summary>
    /// <value>The default is 1 GiB. 0 maps nothing.</value>
    public long MappedBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets how many pages the file may have; the file behaves as on a full disk beyond that.</summary>
    internal int? MaxPages { get; set; }

    internal void Validate()
    {
        List<string> faults = [];
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(1))
        {
            faults.Add($"{nameof(BusyTimeout)} is {BusyTimeout}; it must be from 0 to one minute.");
        }

        if (MappedBytes < 0)
        {
            faults.Add($"{nameof(MappedBytes)} is {MappedBytes}; it must be at least 0.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }
    }

    internal SqliteSemanticCacheOptions Copy() => (SqliteSemanticCacheOptions)MemberwiseClone();
}
