using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Reconciliation;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

public sealed class AnthropicInvoiceTests
{
    [Fact]
    public async Task A_cost_export_tells_the_kind_of_token_in_a_column()
    {
        const string Csv =
            "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed\n"
            + "2026-08-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,input_no_cache,0.05,0.05,token,not_available,\n"
            + "2026-08-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,input_cache_write_5m,0.02,0.02,token,not_available,\n"
            + "2026-08-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,input_cache_read,0.01,0.02,token,not_available,\n"
            + "2026-08-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,output,0.03,0.02,token,not_available,\n";

        List<InvoiceLine> lines = await Invoices.ReadAsync(Csv, InvoiceFormats.Anthropic);

        Assert.Equal(
            [UsageKind.InputTokens, UsageKind.CacheWriteTokens, UsageKind.CacheReadTokens, UsageKind.OutputTokens], lines.Select(static line => line.Kind!.Value));
        Assert.Equal([0.05m, 0.02m, 0.01m, 0.03m], lines.Select(static line => line.Amount!.Value));
        Assert.All(lines, static line => Assert.Equal(("Claude Haiku 4.5", "Default", "demo-key", "USD"), (line.Model, line.Project, line.ApiKey, line.Currency)));
    }

    [Fact]
    public async Task Cache_writes_of_both_lifetimes_add_up()
    {
        const string Csv =
            "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,"
            + "usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed\n"
            + "2026-03-22,claude-sonnet-4-20250514,test-key,Default,standard,≤ 200k,100000,7,5,3,5000,10,not_available,\n";

        List<InvoiceLine> lines = await Invoices.ReadAsync(Csv, InvoiceFormats.Anthropic);

        Assert.Equal(12m, lines.Where(static line => line.Kind == UsageKind.CacheWriteTokens).Sum(static line => line.Quantity));
        Assert.Equal(100_000m, lines.Where(static line => line.Kind == UsageKind.InputTokens).Sum(static line => line.Quantity));
    }

    [Fact]
    public async Task A_name_for_people_is_matched_with_the_models_id()
    {
        InvoiceLine line = Invoices.Charge(0.01m, "Claude Haiku 4.5");

        ReconciliationReport report = await Invoices.ReconcileAsync([Ledger.EntryBuilder.Attempt(0.01m) with { Model = "claude-haiku-4-5-20251001" }], [line]);

        Assert.True(report.IsMatched);
        Assert.Equal("claude-haiku-4-5", Assert.Single(report.Lines).Model);
    }
}
