using TokenFinOps.Evaluation.Focus;

namespace TokenFinOps.Tests.Reporting.Focus.Model;

/// <summary>The oracle is tried first: what is right passes, and each thing that is wrong is found by the rule that forbids it.</summary>
public sealed class FocusEvaluatorTests
{
    private const string Reference = "tokenfinops-reference-focus-1.2.csv";

    private static readonly HashSet<string> OfReference =
    [
        "ACCOUNT_NAMING_SUPPORTED", "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED", "MULTIPLE_PRICING_CATEGORIES_SUPPORTED", "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED",
        "NEGOTIATED_PRICING_SUPPORTED", "PUBLIC_PRICE_LIST_SUPPORTED", "REGION_SUPPORTED", "SUB_ACCOUNT_SUPPORTED", "TAGGING_SUPPORTED", "UNIT_PRICING_SUPPORTED",
        "USAGE_MEASUREMENT_SUPPORTED",
    ];

    [Fact]
    public void The_reference_file_has_no_violation()
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample(Reference);
        var evaluator = new FocusEvaluator(FocusData.Model, columns, OfReference);

        Assert.Empty(evaluator.OfColumns);
        Assert.Empty(rows.SelectMany(row => evaluator.Check(row)));
    }

    [Theory]
    [InlineData("ChargeCategory", "Inference", "ChargeCategory-C-003-M")]
    [InlineData("ChargeCategory", null, "ChargeCategory-C-002-M")]
    [InlineData("ListUnitPrice", "2.4", "ListCost-C-009-C")]
    [InlineData("ListUnitPrice", "2.4", "ListUnitPrice-C-010-C")]
    [InlineData("ListUnitPrice", "-2.5", "ListUnitPrice-C-008-M")]
    [InlineData("ContractedUnitPrice", "2", "ContractedUnitPrice-C-011-C")]
    [InlineData("ContractedCost", "0.004", "ContractedCost-C-009-C")]
    [InlineData("ChargePeriodStart", "2026-06-10 14:00:00", "ChargePeriodStart-C-002-M")]
    [InlineData("ChargePeriodStart", "2026-06-31T14:00:00Z", "ChargePeriodStart-C-001-M")]
    [InlineData("ChargePeriodEnd", "2026-06-10T14:00:00Z", "ChargePeriodEnd-C-004-M")]
    [InlineData("BilledCost", "0,003", "BilledCost-C-002-M")]
    [InlineData("BilledCost", "+0.003", "BilledCost-C-002-M")]
    [InlineData("BilledCost", "3E+7", "BilledCost-C-002-M")]
    [InlineData("BilledCost", null, "BilledCost-C-003-M")]
    [InlineData("InvoiceIssuerName", "Marketplace", "BilledCost-C-005-C")]
    [InlineData("BillingCurrency", "usd", "BillingCurrency-C-006-M")]
    [InlineData("BillingCurrency", "XYZ", "BillingCurrency-C-003-M")]
    [InlineData("ServiceCategory", "AI", "ServiceCategory-C-003-M")]
    [InlineData("ServiceSubcategory", "Virtual Machines", "ServiceSubcategory-C-004-M")]
    [InlineData("Tags", "{\"team\":\"a\",\"team\":\"b\"}", "Tags-C-001-M")]
    [InlineData("Tags", "{\"team\":{\"a\":1}}", "Tags-C-001-M")]
    [InlineData("Tags", "team=a", "Tags-C-001-M")]
    [InlineData("SkuPriceDetails", "{\"TokenDirection\":\"Input\"}", "SkuPriceDetails-C-017-C")]
    [InlineData("SkuId", null, "SkuId-C-005-C")]
    [InlineData("SkuMeter", null, "SkuMeter-C-005-C")]
    [InlineData("SkuPriceId", null, "SkuPriceId-C-005-C")]
    [InlineData("PricingCategory", "OnDemand", "PricingCategory-C-007-M")]
    [InlineData("PricingUnit", null, "PricingUnit-C-006-C")]
    [InlineData("PricingUnit", "million of tokens (1M)", "PricingUnit-C-003-O")]
    [InlineData("PricingQuantity", null, "PricingQuantity-C-005-C")]
    [InlineData("ConsumedQuantity", null, "ConsumedQuantity-C-006-C")]
    [InlineData("ConsumedUnit", null, "ConsumedUnit-C-006-C")]
    [InlineData("ChargeFrequency", "Daily", "ChargeFrequency-C-003-M")]
    [InlineData("ChargeClass", "Refund", "ChargeClass-C-005-C")]
    [InlineData("RegionName", null, "RegionName-C-005-C")]
    [InlineData("SubAccountType", null, "SubAccountType-C-003-C")]
    [InlineData("SubAccountName", null, "SubAccountName-C-005-C")]
    [InlineData("ResourceName", "a name", "ResourceName-C-004-C")]
    [InlineData("ChargeDescription", "   ", "ChargeDescription-C-002-M")]
    public void One_bad_value_in_one_row_is_found(string column, string? value, string ruleId)
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample(Reference);
        rows[0][Array.IndexOf(columns, column)] = value;
        var evaluator = new FocusEvaluator(FocusData.Model, columns, OfReference);

        FocusViolation[] found = [.. rows.SelectMany(row => evaluator.Check(row))];

        Assert.Contains(found, violation => violation.RuleId == ruleId && violation.Row == 1);
    }

    [Theory]
    [InlineData('\ud800', "")]
    [InlineData('\udc00', "x")]
    [InlineData('\ud800', "x")]
    public void A_text_that_is_no_unicode_is_found(char half, string rest)
    {
        var evaluator = new FocusEvaluator(FocusData.Model, ["BillingAccountName"], OfReference);

        Assert.Contains(evaluator.Check([half + rest]), static violation => violation.RuleId == "BillingAccountName-C-002-M");
        Assert.DoesNotContain(evaluator.Check(["Acme \U0001F4B0"]), static violation => violation.RuleId == "BillingAccountName-C-002-M");
    }

    [Fact]
    public void A_price_id_with_two_skus_is_found_in_the_second_row()
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample(Reference);
        rows[1][Array.IndexOf(columns, "SkuPriceId")] = rows[0][Array.IndexOf(columns, "SkuPriceId")];
        var evaluator = new FocusEvaluator(FocusData.Model, columns, OfReference);

        Assert.Contains(rows.SelectMany(row => evaluator.Check(row)), static violation => violation is { RuleId: "SkuPriceId-C-008-M", Row: 2 });
    }

    [Fact]
    public void A_mandatory_column_that_is_missing_is_found_once()
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample(Reference);
        int missing = Array.IndexOf(columns, "ServiceName");
        var evaluator = new FocusEvaluator(FocusData.Model, [.. columns.Where((_, index) => index != missing)], OfReference);

        Assert.Equal("CostAndUsage-D-041-M", Assert.Single(evaluator.OfColumns).RuleId);
        Assert.Empty(rows.SelectMany(row => evaluator.Check([.. row.Where((_, index) => index != missing)])));
    }

    [Fact]
    public void A_custom_column_without_its_prefix_or_amid_the_others_is_found()
    {
        var evaluator = new FocusEvaluator(FocusData.Model, ["x_Request", "request_id"], new HashSet<string>());

        Assert.Superset(new HashSet<string>(["ColumnHandling-A-003-M", "ColumnHandling-A-013-O"]), evaluator.OfColumns.Select(static each => each.RuleId).ToHashSet());
    }

    [Fact]
    public void The_samples_of_the_specification_break_only_what_their_dates_and_units_break()
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample("focus-1.2/saas_examples/virtual_currency_pricing_model_a2.csv");
        var evaluator = new FocusEvaluator(FocusData.Model, columns, new HashSet<string>(["UNIT_PRICING_SUPPORTED", "PUBLIC_PRICE_LIST_SUPPORTED", "NEGOTIATED_PRICING_SUPPORTED"]));

        string[] broken = [.. rows.SelectMany(row => evaluator.Check(row)).Where(static each => each.IsViolation).Select(static each => each.RuleId).Distinct().Order()];

        // They are written by hand: dates as 5/1/25.
        Assert.All(broken, static id => Assert.Matches("^(?:BillingPeriod|ChargePeriod)(?:Start|End)-C-00[12]-M$", id));
        Assert.Equal(8, broken.Length);
    }

    [Theory]
    [InlineData("ai_prompt_caching_a.csv")]
    [InlineData("ai_prompt_caching_b.csv")]
    [InlineData("drawdown_via_prepayment_foundation_model_api.csv")]
    public void The_drafts_token_samples_break_only_what_is_new_in_the_draft(string name)
    {
        (string[] columns, List<string?[]> rows) = FocusData.Sample(Path.Combine("focus-1.5-draft", name));
        string[] renamed = [.. columns.Select(static column => column switch { "ServiceProviderName" => "ProviderName", "HostProviderName" => "PublisherName", _ => column })];
        var evaluator = new FocusEvaluator(FocusData.Model, renamed, new HashSet<string>(["UNIT_PRICING_SUPPORTED", "PUBLIC_PRICE_LIST_SUPPORTED", "NEGOTIATED_PRICING_SUPPORTED", "USAGE_MEASUREMENT_SUPPORTED"]));

        FocusViolation[] found = [.. rows.SelectMany(row => evaluator.Check(row)).Where(static each => each.IsViolation)];

        Assert.All(found, static each => Assert.Equal("SkuPriceDetails-C-017-C", each.RuleId));
    }

    [Theory]
    [InlineData("1", "3", "3", true)]
    [InlineData("0.1", "0.1", "0.01", true)]
    [InlineData("0.00000000000001", "0.000000000000001", "0", false)]
    [InlineData("3.0000000000000001", "3.0000000000000001", "9.0000000000000006", false)]
    public void A_product_is_compared_with_all_its_digits(string price, string quantity, string cost, bool holds)
    {
        var evaluator = new FocusEvaluator(FocusData.Model, ["ListUnitPrice", "PricingQuantity", "ListCost"], new HashSet<string>(["PUBLIC_PRICE_LIST_SUPPORTED"]));

        Assert.Equal(holds, !evaluator.Check([price, quantity, cost]).Any(static each => each.RuleId == "ListCost-C-009-C"));
    }
}
