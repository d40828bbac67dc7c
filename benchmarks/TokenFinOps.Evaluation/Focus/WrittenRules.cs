using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>Rules that the model has in words only, as far as a row, or the columns, can be checked for them.</summary>
internal static partial class WrittenRules
{
    private const string Must = "MUST";

    // Words that name a row of a commitment.
    private const string Usage = "Usage";
    private const string Purchase = "Purchase";

    /// <summary>Checks the names and the order of the columns.</summary>
    public static IEnumerable<FocusViolation> OfColumns(IReadOnlyList<string> columns)
    {
        foreach (string name in columns.Where(static name => !ColumnName().IsMatch(name)))
        {
            yield return new FocusViolation("ColumnHandling-A-003-M", Must, 0, $"The column '{name}' is not in Pascal case without special characters.");
        }

        if (columns.SkipWhile(static name => !IsCustom(name)).Any(static name => !IsCustom(name)))
        {
            yield return new FocusViolation("ColumnHandling-A-013-O", "SHOULD", 0, "A FOCUS column stands after a custom one.");
        }
    }

    /// <summary>Makes the checks of single rows.</summary>
    public static IEnumerable<RowCheck> OfRows(IReadOnlyDictionary<string, int> columns)
    {
        Row At(string?[] cells) => new(columns, cells);
        RowCheck Check(string id, string text, Func<Row, bool> holds) => new(id, Must, text, cells => holds(At(cells)));

        yield return Check("ContractedCost-C-009-C", "ContractedUnitPrice × PricingQuantity is ContractedCost.", static row =>
            row["ChargeClass"] == "Correction" || CheckCompiler.IsProduct(row["ContractedUnitPrice"], row["PricingQuantity"], row["ContractedCost"]));
        yield return Check("ListCost-C-009-C/Correction", "ListUnitPrice × PricingQuantity is ListCost, in corrections too: ours have no reason to differ.", static row =>
            CheckCompiler.IsProduct(row["ListUnitPrice"], row["PricingQuantity"], row["ListCost"]));
        yield return Check("ChargePeriodEnd-C-004-M", "A charge period ends after it starts.", static row => IsBefore(row["ChargePeriodStart"], row["ChargePeriodEnd"]));
        yield return Check("BillingPeriodEnd-C-004-M", "A billing period ends after it starts.", static row => IsBefore(row["BillingPeriodStart"], row["BillingPeriodEnd"]));
        yield return Check("ResourceName-C-004-C", "ResourceName is null when ResourceId is.", static row => row["ResourceId"] is not null || row["ResourceName"] is null);
        yield return Check("SkuPriceDetails-C-017-C", "A property that FOCUS 1.2 does not define begins with x_.", static row => HasCustomKeys(row["SkuPriceDetails"]));
        yield return Check("NullHandling-A-002-M", "A null is not written as a word.", static row => !row.Values.Any(static cell => cell is "null" or "NULL" or "Not Applicable" or "N/A"));
        yield return Check("PricingCategory-C-009-C", "Usage that a commitment pays for is Committed.", static row =>
            row["CommitmentDiscountId"] is null || row["ChargeCategory"] != Usage || row["PricingCategory"] == "Committed");
        yield return Check("DiscountHandling-A-009-C", "What a commitment pays for is not billed.", static row =>
            row["CommitmentDiscountId"] is null || row["ChargeCategory"] != Usage || IsZero(row["BilledCost"]));
        yield return Check("DiscountHandling-A-012-C", "A purchased commitment is its own resource.", static row =>
            row["CommitmentDiscountId"] is not { } id || row["ChargeCategory"] != Purchase || row["ResourceId"] == id);
        yield return Check("DiscountHandling-A-019-C", "The unused part of a commitment has the commitment as its resource.", static row =>
            row["CommitmentDiscountStatus"] != "Unused" || (row["ResourceId"] == row["CommitmentDiscountId"] && row["ChargeCategory"] == Usage));
        yield return Check("EffectiveCost-C-010-C", "The effective cost of a credit is its billed cost.", static row =>
            row["ChargeCategory"] != "Credit" || row["EffectiveCost"] == row["BilledCost"]);
    }

    /// <summary>Makes the checks of what must be the same in every row.</summary>
    public static IEnumerable<DistinctCheck> Distinct(IReadOnlyDictionary<string, int> columns) =>
        from rule in new (string Id, string Column, string Other)[]
        {
            ("SkuPriceDetails-C-007-M", "SkuPriceId", "SkuPriceDetails"),
            ("SkuPriceId-C-014-C", "SkuPriceId", "ListUnitPrice"),
            ("SkuMeter-C-006-O", "SkuId", "SkuMeter"),
            ("CommitmentDiscountUnit-C-008-M", "CommitmentDiscountId", "CommitmentDiscountUnit"),
        }
        where columns.ContainsKey(rule.Column) && columns.ContainsKey(rule.Other)
        select new DistinctCheck(rule.Id, Must, $"{rule.Other} is a function of {rule.Column}.", columns[rule.Column], columns[rule.Other]);

    private static bool IsCustom(string name) => name.StartsWith("x_", StringComparison.Ordinal);

    private static bool IsBefore(string? start, string? end) =>
        start is null || end is null || !FocusFormats.TryMoment(start, out DateTime from) || !FocusFormats.TryMoment(end, out DateTime to) || from < to;

    private static bool IsZero(string? number) => number is not null && FocusFormats.TryNumber(number, out decimal value) && value == 0;

    private static bool HasCustomKeys(string? json)
    {
        if (json is null || !FocusFormats.IsKeyValue(json))
        {
            return true;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().All(static each => IsCustom(each.Name) || Defined.Contains(each.Name));
    }

    private static readonly HashSet<string> Defined =
    [
        "CoreCount", "DiskMaxIops", "DiskSpace", "DiskType", "GpuCount", "InstanceType", "InstanceSeries", "MemorySize", "NetworkMaxIops", "NetworkMaxThroughput",
        "OperatingSystem", "Redundancy", "StorageClass",
    ];

    [GeneratedRegex("^(?:x_)?[A-Z][A-Za-z0-9]*$")]
    private static partial Regex ColumnName();

    private readonly struct Row(IReadOnlyDictionary<string, int> columns, string?[] cells)
    {
        public IEnumerable<string?> Values => cells;

        public string? this[string column] => columns.TryGetValue(column, out int index) ? cells[index] : null;
    }
}
