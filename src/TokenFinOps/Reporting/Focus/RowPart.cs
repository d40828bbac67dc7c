using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>What one line of one bill adds to a row, or many lines together.</summary>
internal struct RowPart
{
    public ExactSum List;
    public ExactSum Effective;
    public decimal Quantity;
    public decimal EstimatedQuantity;
    public decimal ReasoningTokens;
    public decimal CommitmentQuantity;

    public void Add(in RowPart other)
    {
        List.Add(other.List);
        Effective.Add(other.Effective);
        Quantity += other.Quantity;
        EstimatedQuantity += other.EstimatedQuantity;
        ReasoningTokens += other.ReasoningTokens;
        CommitmentQuantity += other.CommitmentQuantity;
    }
}
