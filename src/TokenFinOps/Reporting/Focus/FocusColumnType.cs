namespace TokenFinOps.Reporting.Focus;

/// <summary>What a column holds.</summary>
public enum FocusColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>An exact decimal.</summary>
    Number,

    /// <summary>A moment in UTC, to the second.</summary>
    Moment,

    /// <summary>A JSON object of simple values, as text.</summary>
    KeyValue,
}
