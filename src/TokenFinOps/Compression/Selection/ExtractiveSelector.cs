using TokenFinOps.Compression.Selection.Filling;
using TokenFinOps.Compression.Selection.Scoring;
using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Selection;

/// <summary>Keeps the parts of texts that a question needs, within a number of tokens that is never exceeded.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>Each source is divided into units by what it is (see <see cref="SourceKind"/>): sentences, turns, rows, log entries, blocks of code. A unit is kept
/// or dropped whole, so numbers, negations and names in what is kept are as they were; one sentence at most is cut off (below).</description></item>
/// <item><description>Units are scored against the question by their words: BM25F over text and title with the rarity of words taken from the prompt itself, in any
/// script; words that the best units add; titles that they name, and there what they leave open of the question; in a conversation, what stands around.</description></item>
/// <item><description>The best that fit are kept, in their order, and the text is counted as it was written. Where the signal is too weak to cut safely nothing is cut.</description></item>
/// <item><description>At least 19 of 20 tokens of the budget are used where the text allows it, which is where some part that was left out brings the text there: a whole unit, or
/// the beginning of a sentence or turn. A beginning ends between words (in scripts without spaces behind a mark that divides clauses), outside quotation marks, brackets and code,
/// not beside a number, and not in a sentence that denies or excepts something; see <see cref="SelectionOptions.WholeUnitsOnly"/>.</description></item>
/// </list>
/// <para>
/// The same input gives the same bytes, in every process, as long as the counter gives the same counts: one that estimates while its tokenizer loads does not
/// (see <see cref="LoadingBehavior"/>). Nothing in a text makes it throw. Thread-safe.
/// </para>
/// </remarks>
public sealed class ExtractiveSelector
{
    private readonly ITokenCounter _counter;
    private readonly SelectionWeights _weights;

    /// <summary>Initializes a new instance of the <see cref="ExtractiveSelector"/> class.</summary>
    /// <param name="counter">Counts the tokens.</param>
    /// <exception cref="ArgumentNullException"><paramref name="counter"/> is <see langword="null"/>.</exception>
    public ExtractiveSelector(ITokenCounter counter)
        : this(counter, SelectionWeights.Default)
    {
    }

    internal ExtractiveSelector(ITokenCounter counter, SelectionWeights weights)
    {
        ArgumentNullException.ThrowIfNull(counter);
        (_counter, _weights) = (counter, weights);
    }

    /// <summary>Keeps the parts of a text that a question needs. The text is divided into documents by its headings and empty lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="question">The question, as the user asked it.</param>
    /// <param name="options">The budget.</param>
    /// <returns>What is kept, and the receipt for what is not.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public SelectedContext Select(string text, string question, SelectionOptions options) => Select([new ContextSource(text)], question, options);

    /// <summary>Keeps the parts of texts that a question needs, under one budget.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="question">The question, as the user asked it.</param>
    /// <param name="options">The budget.</param>
    /// <returns>What is kept, and the receipt for what is not.</returns>
    /// <exception cref="ArgumentNullException">An argument or a source is <see langword="null"/>.</exception>
    public SelectedContext Select(IReadOnlyList<ContextSource> sources, string question, SelectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(options);
        foreach (ContextSource source in sources)
        {
            ArgumentNullException.ThrowIfNull(source, nameof(sources));
        }

        string whole = Renderer.Whole(sources);
        TokenCount before = Count(whole, options);
        if (before.AtMost <= options.MaxTokens)
        {
            return Unchanged(sources, whole, before, signal: 1, refusal: null);
        }

        using var layout = new Layout(sources);
        using RentedList<float> scores = RentedList<float>.Zeros(layout.Units.Length);
        double? signal = UnitScorer.Score(layout, question, options.Similarity, _weights, scores.Span);
        SelectionRefusal? refusal = Refusal(signal, options);
        return refusal is null
            ? Cut(layout, scores, whole, before, signal ?? 0, options)
            : Unchanged(sources, whole, before, signal ?? 0, refusal);
    }

    private static SelectionRefusal? Refusal(double? signal, SelectionOptions options) =>
        options.Similarity is not null || options.MinimumSignal == 0 ? null
        : signal is null ? SelectionRefusal.NoQuestion
        : signal < options.MinimumSignal ? SelectionRefusal.WeakSignal
        : null;

    private static SelectedContext Unchanged(IReadOnlyList<ContextSource> sources, string whole, TokenCount count, double signal, SelectionRefusal? refusal)
    {
        SelectedSource[] unchanged = [.. sources.Select(static source => new SelectedSource(source, source.Text, source.Text.Length == 0 ? [] : [new TextRange(0, source.Text.Length)], []))];
        return new SelectedContext(unchanged, whole, count, count, signal, refusal);
    }

    private SelectedContext Cut(Layout layout, RentedList<float> scores, string whole, TokenCount before, double signal, SelectionOptions options)
    {
        using var costs = new UnitCosts(layout, _counter, options);
        using var renderer = new Renderer(layout, options.OmissionMarker);
        using var filler = new BudgetFiller(layout, costs, renderer, text => Count(text, options).AtMost, options.MaxTokens, !options.WholeUnitsOnly);
        filler.Fill(scores);
        if (renderer.Text.IsEmpty)
        {
            return Unchanged(layout.Sources, whole, before, signal, SelectionRefusal.BudgetTooSmall);
        }

        string text = renderer.Text.ToString();
        return new SelectedContext(renderer.Receipt(filler.Kept), text, before, Count(text, options), signal, refusal: null);
    }

    private TokenCount Count(ReadOnlySpan<char> text, SelectionOptions options) => _counter.CountText(text, options.Model, options.Provider);
}
