using TokenFinOps.Attribution;

namespace TokenFinOps.Reporting.Focus;

/// <summary>What a row says of a set of tags.</summary>
internal sealed record RowLabels(string? Json, string? SubAccountId, string? SubAccountName, string? PrincipalId, string? ConsumerId)
{
    public static RowLabels Of(TagSet tags, FocusExportOptions options)
    {
        string? subAccount = ValueOf(tags, options.SubAccountTag) ?? options.SubAccountId;
        return new RowLabels(
            tags.Count == 0 ? null : PriceDetails.ToJson(tags.AsSpan()),
            subAccount,
            subAccount is null ? null : options.SubAccountNames.TryGetValue(subAccount, out string? name) ? name : subAccount,
            ValueOf(tags, options.PrincipalTag),
            ValueOf(tags, options.ConsumerTag));
    }

    private static string? ValueOf(TagSet tags, string? key) => key is not null && tags.TryGetValue(key, out string? value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
