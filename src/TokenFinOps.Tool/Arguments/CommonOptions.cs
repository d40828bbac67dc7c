using System.CommandLine;

namespace TokenFinOps.Tool.Arguments;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON on standard output instead of tables; amounts are JSON numbers with all their digits." };

    public static Option<string[]> Where() => new("--where")
    {
        Description = "Only entries that meet a condition: team=support, team=support,sales, env!=test, team= (no team). Repeatable: all must hold.",
        HelpName = "CONDITION",
        DefaultValueFactory = static _ => [],
    };
}
