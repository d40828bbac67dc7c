namespace TokenFinOps.Tool;

/// <summary>What the tool's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and nothing to complain about.</summary>
    public const int Ok = 0;

    /// <summary>Done, and a difference was found: an invoice beyond the tolerance, catalogues in conflict.</summary>
    public const int Difference = 1;

    /// <summary>The command line or a file that it names is wrong.</summary>
    public const int Input = 2;

    /// <summary>The ledger is not there, cannot be read, or cannot answer exactly.</summary>
    public const int Ledger = 3;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Stopped = 130;
}
