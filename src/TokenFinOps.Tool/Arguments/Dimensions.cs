using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tool.Arguments;

/// <summary>Reads what a report is grouped and filtered by: <c>model</c>, <c>service-tier</c>, else a tag; <c>tag:model</c> is a tag that is named like a dimension.</summary>
internal static class Dimensions
{
    private const string TagPrefix = "tag:";

    private static readonly string?[] NoValue = [null];

    private static readonly LedgerDimension[] BuiltIn =
    [
        LedgerDimension.Provider,
        LedgerDimension.Model,
        LedgerDimension.RequestedModel,
        LedgerDimension.Deployment,
        LedgerDimension.Operation,
        LedgerDimension.ServiceTier,
        LedgerDimension.Currency,
        LedgerDimension.CatalogueVersion,
        LedgerDimension.EntryKind,
        LedgerDimension.Outcome,
        LedgerDimension.UsageOrigin,
        LedgerDimension.PricingStatus,
        LedgerDimension.ErrorType,
        LedgerDimension.FinishReason,
        LedgerDimension.Run,
        LedgerDimension.ParentRun,
        LedgerDimension.Request,
    ];

    public static string Names => string.Join(", ", BuiltIn.Select(NameOf));

    public static LedgerDimension Read(string name)
    {
        if (name.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase) && name.Length > TagPrefix.Length)
        {
            return LedgerDimension.Tag(name[TagPrefix.Length..]);
        }

        LedgerDimension found = Array.Find(BuiltIn, dimension => string.Equals(NameOf(dimension), name, StringComparison.OrdinalIgnoreCase));
        return found == default ? LedgerDimension.Tag(name) : found;
    }

    public static string NameOf(LedgerDimension dimension) => dimension.IsTag ? dimension.Name : Words.Kebab(dimension.Name);

    /// <summary>Adds a condition: <c>team=support,sales</c>, <c>env!=test</c>; nothing after the sign is an entry without a value.</summary>
    /// <exception cref="ToolException">It is not a condition.</exception>
    public static LedgerFilter Where(LedgerFilter filter, string condition)
    {
        int cut = condition.IndexOf('=', StringComparison.Ordinal);
        bool isNegated = cut > 0 && condition[cut - 1] == '!';
        string name = cut < 0 ? string.Empty : condition[..(isNegated ? cut - 1 : cut)].Trim();
        if (name.Length == 0)
        {
            throw new ToolException($"--where: '{condition}' is not a condition. Write e.g. team=support, team=support,sales, env!=test, or team= for entries without a team.");
        }

        string[] values = Words.List(condition[(cut + 1)..]);
        try
        {
            return filter.And(new LedgerCondition(Read(name), values.Length == 0 ? NoValue : values, isNegated));
        }
        catch (ArgumentException fault)
        {
            throw new ToolException($"--where {condition}: {fault.Message}", innerException: fault);
        }
    }
}
