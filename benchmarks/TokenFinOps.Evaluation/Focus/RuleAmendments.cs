using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>Rules of model 1.2 whose machine-readable form contradicts the rule's own words. They are evaluated as the words say.</summary>
internal static class RuleAmendments
{
    private const string NoCommitment = """{ "CheckFunction": "CheckValue", "ColumnName": "CommitmentDiscountId", "Value": null }""";

    private const string CommittedUsage = """
        { "CheckFunction": "AND", "Items": [
            { "CheckFunction": "CheckNotValue", "ColumnName": "CommitmentDiscountId", "Value": null },
            { "CheckFunction": "CheckValue", "ColumnName": "ChargeCategory", "Value": "Usage" } ] }
        """;

    public static IReadOnlyDictionary<string, RuleAmendment> Known { get; } = new Dictionary<string, RuleAmendment>
    {
        ["CommitmentDiscountCategory-C-005-M"] = Amend(
            "it asks for an allowed value even where null is required", null, """{ "CheckFunction": "CheckNotValue", "ColumnName": "CommitmentDiscountCategory", "Value": null }"""),
        ["CommitmentDiscountStatus-C-003-C"] = Amend(
            "it asks for a value where the words ask for null", """{ "CheckFunction": "CheckValue", "ColumnName": "CommitmentDiscountStatus", "Value": null }""", NoCommitment),
        ["CommitmentDiscountStatus-C-004-C"] = Amend("its condition is the opposite of the words", null, CommittedUsage),
        ["CommitmentDiscountStatus-C-005-M"] = Amend(
            "it lists Active, Expired and Pending where the specification allows Used and Unused",
            """
            { "CheckFunction": "OR", "Items": [
                { "CheckFunction": "CheckValue", "ColumnName": "CommitmentDiscountStatus", "Value": "Used" },
                { "CheckFunction": "CheckValue", "ColumnName": "CommitmentDiscountStatus", "Value": "Unused" } ] }
            """,
            """{ "CheckFunction": "CheckNotValue", "ColumnName": "CommitmentDiscountStatus", "Value": null }"""),
        ["ConsumedQuantity-C-006-C"] = Amend(
            "its condition is the opposite of the words", null, """{ "CheckFunction": "CheckNotValue", "ColumnName": "ChargeClass", "Value": "Correction" }"""),
    };

    private static RuleAmendment Amend(string reason, string? requirement, string? condition) => new(reason, Parse(requirement), Parse(condition));

    private static JsonElement? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
