using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>The files that providers are known to export.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class InvoiceFormats
{
    /// <summary>Gets a format with the headers that exports commonly have. Change it with <c>with</c>.</summary>
    public static InvoiceFormat Generic { get; } = new()
    {
        Name = "generic",
        Date = ["date", "day", "usage_date", "usage_date_utc", "timestamp", "start_time", "charge_period_start", "chargeperiodstart"],
        Model = ["model", "model_name", "model_id", "model_version"],
        LineItem = ["line_item", "token_type", "kind", "sku", "description"],
        Quantity = ["quantity", "usage_quantity", "tokens", "consumedquantity"],
        Amount = ["amount", "cost", "amount_value", "cost_usd", "amount_usd", "total_cost", "billedcost", "billed_cost"],
        Currency = ["currency", "amount_currency", "billing_currency", "billingcurrency"],
        Project = ["project", "project_name", "project_id", "workspace", "workspace_name", "workspace_id", "sub_account_id", "subaccountid"],
        ApiKey = ["api_key", "api_key_name", "api_key_id"],
        Tokens =
        [
            new(UsageKind.InputTokens, "input_tokens", "prompt_tokens"),
            new(UsageKind.CacheReadTokens, "cached_tokens", "cache_read_tokens", "input_cached_tokens"),
            new(UsageKind.CacheWriteTokens, "cache_write_tokens"),
            new(UsageKind.OutputTokens, "output_tokens", "completion_tokens"),
        ],
    };

    /// <summary>
    /// Gets OpenAI's format: the dashboard's cost and usage exports, and CSV files made of the results of <c>/v1/organization/costs</c> and
    /// <c>/v1/organization/usage/completions</c>.
    /// </summary>
    /// <remarks>
    /// The columns of the dashboard's cost export are <c>start_time, end_time, start_time_iso, end_time_iso, amount_value, amount_currency, quantity, quantity_unit,
    /// line_item, user_id, api_key_id, project_id, organization_id, project_name, …</c>; those of the results are in OpenAI's API reference of the costs and usage
    /// endpoints. A line item is <c>model, kind</c>. Days are UTC (OpenAI help centre, "Understanding your API usage"). <c>input_tokens</c> counts cached tokens too.
    /// A day without usage is a row without an amount.
    /// </remarks>
    public static InvoiceFormat OpenAi { get; } = new()
    {
        Name = "openai",
        Provider = "openai",
        Date = ["start_time_iso", "start_time", "date", "day", "usage_date", "timestamp"],
        Model = ["model", "snapshot_id"],
        LineItem = ["line_item"],
        Quantity = ["quantity"],
        Amount = ["amount_value", "amount.value", "amount", "cost_in_major", "cost", "cost_usd"],
        Currency = ["amount_currency", "amount.currency", "currency"],
        Project = ["project_name", "project_id", "project"],
        ApiKey = ["api_key_name", "api_key_id", "api_key"],
        Tokens =
        [
            new(UsageKind.InputTokens, "input_tokens", "n_context_tokens_total"),
            new(UsageKind.CacheReadTokens, "input_cached_tokens", "n_cached_context_tokens_total"),
            new(UsageKind.OutputTokens, "output_tokens", "n_generated_tokens_total"),
        ],
        InputIncludesCached = true,
    };

    /// <summary>Gets Anthropic's format: the console's cost and usage exports, and CSV files made of the results of the usage report.</summary>
    /// <remarks>
    /// The columns of the cost export are <c>usage_date_utc, model, workspace, api_key, usage_type, context_window, token_type, cost_usd, list_price_usd, cost_type,
    /// inference_geo, speed</c>, with names for people in <c>model</c> (<c>Claude Haiku 4.5</c>); those of the usage export <c>usage_date_utc, model_version, api_key,
    /// workspace, usage_type, context_window, usage_input_tokens_no_cache, usage_input_tokens_cache_write_5m, usage_input_tokens_cache_write_1h,
    /// usage_input_tokens_cache_read, usage_output_tokens, web_search_count, …</c>. Both are as exports published by users show them; the results are in Anthropic's
    /// reference of the usage and cost API, whose amounts are cents (<see cref="InvoiceFormat.AmountPer"/> 100). Days are UTC.
    /// </remarks>
    public static InvoiceFormat Anthropic { get; } = new()
    {
        Name = "anthropic",
        Provider = "anthropic",
        Date = ["usage_date_utc", "usage_date_(utc)", "usage_date", "starting_at", "date"],
        Model = ["model_version", "model"],
        LineItem = ["token_type", "description", "cost_type"],
        Amount = ["cost_usd", "amount", "cost"],
        Currency = ["currency"],
        Project = ["workspace", "workspace_name", "workspace_id"],
        ApiKey = ["api_key", "api_key_name", "api_key_id"],
        Tokens =
        [
            new(UsageKind.InputTokens, "usage_input_tokens_no_cache", "uncached_input_tokens", "input_tokens"),
            new(UsageKind.CacheReadTokens, "usage_input_tokens_cache_read", "cache_read_input_tokens", "cache_read_tokens"),
            new(
                UsageKind.CacheWriteTokens,
                "usage_input_tokens_cache_write",
                "usage_input_tokens_cache_write_5m",
                "usage_input_tokens_cache_write_1h",
                "cache_creation_input_tokens",
                "cache_creation.ephemeral_5m_input_tokens",
                "cache_creation.ephemeral_1h_input_tokens"),
            new(UsageKind.OutputTokens, "usage_output_tokens", "output_tokens"),
        ],
    };

    /// <summary>Gets all formats.</summary>
    public static IReadOnlyList<InvoiceFormat> All { get; } = [Generic, OpenAi, Anthropic];

    /// <summary>Finds a format by its name.</summary>
    /// <param name="name">The name, without regard to case.</param>
    /// <returns>The format, or <see langword="null"/> when none has that name.</returns>
    public static InvoiceFormat? Find(string name) => All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));
}
