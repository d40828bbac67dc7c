using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Reads what line items say: <c>gpt-5-nano, cached input</c>, <c>input_cache_write_5m</c>, <c>Claude Sonnet 4 Usage - Output Tokens</c>.</summary>
internal static class InvoiceLineItems
{
    /// <summary>Gets the billed kind of tokens that a text names, or <see langword="null"/> when it names none.</summary>
    public static UsageKind? KindOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Names(text, "cache"))
        {
            return Names(text, "write") || Names(text, "creation") ? UsageKind.CacheWriteTokens
                : Names(text, "no_cache") || Names(text, "no cache") || Names(text, "uncached") ? UsageKind.InputTokens
                : UsageKind.CacheReadTokens;
        }

        return Names(text, "output") || Names(text, "completion") ? UsageKind.OutputTokens
            : Names(text, "input") || Names(text, "prompt") ? UsageKind.InputTokens
            : null;
    }

    /// <summary>Parts a line item into the model and the rest at its last comma; without one it names no model.</summary>
    public static (string? Model, string? Kind) Split(string? lineItem)
    {
        int cut = lineItem?.LastIndexOf(',') ?? -1;
        return cut <= 0 ? (null, lineItem) : (lineItem![..cut].Trim(), lineItem[(cut + 1)..].Trim());
    }

    private static bool Names(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
