using TokenFinOps.Evaluation.Focus;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus.Model;

/// <summary>Which rules of the model are checked on an export, and why the others are not.</summary>
public sealed class ModelCoverageTests
{
    // What an export of a model's calls cannot have: zones, capacity reservations, virtual currencies, or billing in another currency than pricing. A display
    // name of the account is the user's to give.
    private static readonly HashSet<string> NotClaimed =
    [
        "ACCOUNT_NAMING_SUPPORTED", "AVAILABILITY_ZONE_SUPPORTED", "CAPACITY_RESERVATION_SUPPORTED", "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED", "VIRTUAL_CURRENCY_SUPPORTED",
    ];

    [Fact]
    public void Every_static_rule_that_applies_to_an_export_is_checked_in_it()
    {
        string[] columns = [.. FocusSchema.For(FocusVersion.V1_2).Columns.Select(static column => column.Name)];
        var evaluator = new FocusEvaluator(FocusData.Model, columns, FocusEvaluator.Claimed);

        string[] missed = [.. FocusData.Model.Leaves
            .Where(static reached => reached.Rule is { IsStatic: true, Keyword: not "MAY" } && !reached.Criteria.Any(NotClaimed.Contains))
            .Select(static reached => reached.Rule.Id).Except(evaluator.Evaluated)];

        Assert.Empty(missed);
        Assert.InRange(evaluator.Evaluated.Count, 200, 420);
    }

    [Fact]
    public async Task A_row_of_an_export_that_is_spoiled_is_found()
    {
        FocusExportOptions options = FocusRows.Options();
        FocusRow row = (await FocusRows.ExportAsync(options, EntryBuilder.Attempt(0.5m)))[0];

        Assert.Empty(FocusRows.Violations(options, [row]));
        Assert.Contains(FocusRows.Violations(options, [row, row with { ListCost = 0.6m }]), static found => found.StartsWith("row 2: ListCost-C-009-C ", StringComparison.Ordinal));
        Assert.NotEmpty(FocusRows.Violations(options, [row with { ConsumedUnit = null }]));
        Assert.NotEmpty(FocusRows.Violations(options, [row with { CommitmentDiscountId = "x" }]));
    }

    [Fact]
    public void Every_criterion_of_the_model_is_claimed_or_has_a_reason_not_to_be() =>
        Assert.Equal(
            FocusData.Model.Leaves.SelectMany(static reached => reached.Criteria).Distinct().Order(),
            FocusEvaluator.Claimed.Concat(NotClaimed).Order());

    [Fact]
    public void All_rules_compile_when_everything_is_claimed_and_every_column_is_there()
    {
        string[] columns = [.. FocusData.Model.Leaves.SelectMany(static reached => CheckCompiler.ColumnsOf(reached.Rule.Requirement)).Distinct()];
        var evaluator = new FocusEvaluator(FocusData.Model, columns, new HashSet<string>([.. FocusEvaluator.Claimed, .. NotClaimed]));

        Assert.Empty(FocusData.Model.Leaves.Where(static reached => reached.Rule is { IsStatic: true, Keyword: not "MAY" }).Select(static reached => reached.Rule.Id).Except(evaluator.Evaluated));
        Assert.NotEmpty(evaluator.Check(new string?[columns.Length]));
    }

    [Fact]
    public void Rules_that_only_gather_others_and_rules_that_allow_are_the_only_static_ones_not_checked()
    {
        HashSet<string> checkedRules = [.. FocusData.Model.Leaves.SelectMany(static reached => reached.Alternatives.Select(static rule => rule.Id).Append(reached.Rule.Id))];

        FocusRule[] others = [.. FocusData.Model.Rules.Values.Where(rule => rule.IsStatic && !checkedRules.Contains(rule.Id))];

        Assert.All(others, static rule => Assert.NotEmpty(rule.Parts));
    }

    [Fact]
    public void The_rules_that_are_read_otherwise_than_the_model_has_them_are_these() =>
        Assert.Equal(
            [
                "CommitmentDiscountCategory-C-005-M",
                "CommitmentDiscountStatus-C-003-C",
                "CommitmentDiscountStatus-C-004-C",
                "CommitmentDiscountStatus-C-005-M",
                "ConsumedQuantity-C-006-C",
            ],
            RuleAmendments.Known.Keys.Order());
}
