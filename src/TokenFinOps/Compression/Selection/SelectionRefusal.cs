namespace TokenFinOps.Compression.Selection;

/// <summary>Why nothing was cut although the text is longer than the budget.</summary>
public enum SelectionRefusal
{
    /// <summary>The question has no words to look for.</summary>
    NoQuestion,

    /// <summary>Too few of the question's words stand together anywhere in the text: what matters cannot be told from what does not.</summary>
    WeakSignal,

    /// <summary>Not even the smallest useful part fits the budget.</summary>
    BudgetTooSmall,
}
