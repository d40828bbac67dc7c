using System.IO.Hashing;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>The spool files of the processes of one machine, for one ledger.</summary>
/// <remarks>A file's name tells the ledger that its entries belong to, so that a folder may serve several.</remarks>
internal sealed partial class SpoolFolder(string path, string ledger, ILogger logger)
{
    private readonly string _prefix = $"ledger-{Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes(ledger)))}-";

    public SpoolFile Create()
    {
        Directory.CreateDirectory(path);
        return SpoolFile.Create(Path.Combine(path, $"{_prefix}{Guid.CreateVersion7():N}.spool"));
    }

    /// <summary>Takes over a file of a process that has ended.</summary>
    /// <param name="own">The file that this process has open.</param>
    /// <returns>The file, or <see langword="null"/> when there is none.</returns>
    public SpoolFile? Adopt(string? own)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        foreach (string file in Directory.EnumerateFiles(path, _prefix + "*.spool").Order(StringComparer.Ordinal))
        {
            if (file != own && TryAdopt(file) is { } adopted)
            {
                return adopted;
            }
        }

        return null;
    }

    /// <summary>Puts a file aside that cannot be read, so that it is neither lost nor in the way.</summary>
    public void PutAside(string file, Exception fault)
    {
        File.Move(file, file + ".damaged", overwrite: true);
        LogDamaged(logger, fault, file + ".damaged");
    }

    private SpoolFile? TryAdopt(string file)
    {
        try
        {
            return SpoolFile.TryAdopt(file);
        }
        catch (SqliteException fault) when (IsDamage(fault))
        {
            PutAside(file, fault);
            return null;
        }
    }

    public static bool IsDamage(Exception fault) =>
        fault is InvalidDataException or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB };

    [LoggerMessage(LogLevel.Critical, "A spool file of the ledger is damaged. It was put aside as {File}; what can be saved of its entries is not in the ledger yet.")]
    private static partial void LogDamaged(ILogger logger, Exception fault, string file);
}
