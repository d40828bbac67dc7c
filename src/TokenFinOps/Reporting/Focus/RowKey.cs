using TokenFinOps.Attribution;

namespace TokenFinOps.Reporting.Focus;

/// <summary>What the lines that make one row have in common.</summary>
/// <param name="Start">The first moment of the charge period.</param>
/// <param name="Sku">The SKU price.</param>
/// <param name="Tags">Who pays.</param>
/// <param name="ContractedUnitPrice">The negotiated price of one pricing unit.</param>
/// <param name="IsCorrection">Whether what was invoiced is corrected.</param>
/// <param name="Region">Where it was served.</param>
/// <param name="Resource">What served it.</param>
/// <param name="Commitment">What paid for it.</param>
internal readonly record struct RowKey(
    DateTimeOffset Start,
    FocusSku Sku,
    TagSet Tags,
    decimal ContractedUnitPrice,
    bool IsCorrection,
    string? Region,
    FocusResource? Resource,
    FocusCommitment? Commitment);
