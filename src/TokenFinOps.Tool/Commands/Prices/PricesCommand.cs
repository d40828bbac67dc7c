using System.CommandLine;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary><c>tokenfinops prices</c>: what models cost, and where catalogues disagree.</summary>
internal static class PricesCommand
{
    public static Command Create(ToolContext context) => new("prices", "What models cost, and where catalogues disagree.")
    {
        PricesListCommand.Create(context),
        PricesDiffCommand.Create(context),
        PricesConflictsCommand.Create(context),
        PricesImportCommand.Create(context),
    };
}
