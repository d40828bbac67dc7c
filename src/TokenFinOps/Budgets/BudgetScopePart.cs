namespace TokenFinOps.Budgets;

/// <summary>One condition of a budget's scope.</summary>
/// <param name="Dimension">What is looked at.</param>
/// <param name="Key">The tag's key; empty for other dimensions.</param>
/// <param name="Value">The value it must have, or <see langword="null"/> for an account of its own for each value.</param>
internal sealed record BudgetScopePart(BudgetDimension Dimension, string Key, string? Value)
{
    /// <summary>Gets the name of what is looked at, e.g. <c>team</c> or <c>model</c>.</summary>
    public string Name => Dimension == BudgetDimension.Tag ? Key : Dimension.ToString().ToLowerInvariant();

    public override string ToString() => Value is null ? $"each {Name}" : $"{Name}={Value}";
}
