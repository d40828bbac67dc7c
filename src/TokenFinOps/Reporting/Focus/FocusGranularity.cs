namespace TokenFinOps.Reporting.Focus;

/// <summary>How much of the ledger one row of an export adds up.</summary>
public enum FocusGranularity
{
    /// <summary>One row for every hour, SKU price and set of tags, as clouds deliver their bills. The default.</summary>
    Hour,

    /// <summary>One row for every UTC day, SKU price and set of tags.</summary>
    Day,

    /// <summary>One row for every call and SKU price, with the call's own values in <c>x_</c> columns. About as many rows as the ledger has bill lines.</summary>
    Call,
}
