using TokenFinOps.Sqlite;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Gives every replay a ledger file of its own in place of the one before.</summary>
internal sealed class FreshFiles(string path)
{
    public void Use(TokenFinOpsBuilder finops)
    {
        foreach (string part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(path + part);
        }

        finops.UseSqlite($"Data Source={path}");
    }
}
