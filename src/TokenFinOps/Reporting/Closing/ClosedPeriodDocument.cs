namespace TokenFinOps.Reporting.Closing;

/// <summary>How a closed period is written.</summary>
/// <param name="Format">The version of the format.</param>
/// <param name="ContentHash">The hash of <paramref name="Content"/>.</param>
/// <param name="Content">What was posted.</param>
internal sealed record ClosedPeriodDocument(int Format, string ContentHash, ClosedPeriodContent Content);
