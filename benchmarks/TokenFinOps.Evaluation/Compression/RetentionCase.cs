using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>A question with its context, and what of the context has to survive.</summary>
/// <param name="Sources">The context.</param>
/// <param name="Question">The question.</param>
internal abstract record RetentionCase(IReadOnlyList<ContextSource> Sources, string Question)
{
    /// <summary>Gets the context as one text, written as the selector writes it.</summary>
    public string FullText => string.Join("\n\n", Sources.Select(static source => source.Title is null ? source.Text : source.Title + "\n" + source.Text));

    /// <summary>Gets whether the whole context has what is looked for; a case that lacks it says nothing.</summary>
    public virtual bool IsFair => true;

    /// <summary>Gets how much of what has to survive did, 0 to 1.</summary>
    public abstract double Retained(KeptText kept);
}
