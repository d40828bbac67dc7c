using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Reconciliation;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

public sealed class OpenAiInvoiceTests
{
    private const string CostHeader =
        "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,"
        + "project_name,organization_name,user_email,api_source\n";

    [Fact]
    public async Task A_cost_export_names_model_and_kind_in_its_line_items()
    {
        const string Csv = CostHeader
            + "1790553600,1790640000,2026-09-28T00:00:00,2026-09-29T00:00:00,0.5,usd,1000,tokens,\"gpt-5-nano, cached input\",,key_1,proj_a,org,Proj A,Org,,\n";

        InvoiceLine line = Assert.Single(await Invoices.ReadAsync(Csv, InvoiceFormats.OpenAi));

        Assert.Equal(
            new InvoiceLine
            {
                Day = new DateOnly(2026, 9, 28),
                Model = "gpt-5-nano",
                LineItem = "gpt-5-nano, cached input",
                Kind = UsageKind.CacheReadTokens,
                Quantity = 1000,
                Amount = 0.5m,
                Currency = "USD",
                Project = "Proj A",
                ApiKey = "key_1",
            },
            line);
    }

    [Fact]
    public async Task A_day_without_usage_gives_no_line() =>
        Assert.Empty(await Invoices.ReadAsync(CostHeader + "1790467200,1790553600,2026-09-27T00:00:00+00:00,2026-09-28T00:00:00+00:00,,,,,,,,,,,,,\n", InvoiceFormats.OpenAi));

    [Fact]
    public async Task A_usage_export_counts_cached_tokens_as_input_once()
    {
        const string Csv = "start_time,end_time,project_id,model,input_tokens,output_tokens,input_cached_tokens,num_model_requests\n"
            + "1761523440,1761523500,proj_a,gpt-4o-mini-2024-07-18,7162,900,1280,4\n";

        List<InvoiceLine> lines = await Invoices.ReadAsync(Csv, InvoiceFormats.OpenAi);

        Assert.Equal(
            [(UsageKind.InputTokens, 5882m), (UsageKind.CacheReadTokens, 1280m), (UsageKind.OutputTokens, 900m)],
            lines.Select(static line => (line.Kind!.Value, line.Quantity!.Value)));
        Assert.All(lines, static line => Assert.Null(line.Amount));
        Assert.All(lines, static line => Assert.Equal(new DateOnly(2025, 10, 27), line.Day));
    }

    [Fact]
    public async Task More_decimals_than_money_ever_has_are_read() =>
        Assert.Equal(0.00383598m, Assert.Single(await Invoices.ReadAsync("date,amount\n2026-09-28,0.003835980000000000000000000000\n", InvoiceFormats.OpenAi)).Amount);
}
