namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>What each sign of relevance is worth. The defaults were chosen on a part of public question-answering data in several languages.</summary>
internal sealed record SelectionWeights
{
    public static SelectionWeights Default { get; } = new();

    // BM25F: saturation, length normalisation of text, worth of a title's word beside one of the text.
    public float Saturation { get; init; } = 1.2f;

    public float UnitLength { get; init; } = 0.3f;

    public float PassageLength { get; init; } = 0.5f;

    public float TitleWord { get; init; } = 1f;

    public float PassageTitleWord { get; init; } = 1.5f;

    // A form of a word beside the word itself.
    public float Variant { get; init; } = 0.7f;

    // The signs.
    public float Unit { get; init; } = 1f;

    public float Passage { get; init; } = 0.5f;

    public float Coverage { get; init; } = 0.2f;

    public float PassageCoverage { get; init; } = 0.3f;

    public float Phrase { get; init; } = 0.2f;

    public float Neighbour { get; init; } = 0.2f;

    public float Lead { get; init; } = 0.08f;

    public float Hint { get; init; } = 0.12f;

    public float Feedback { get; init; } = 0.35f;

    // A passage that something leads to: its units, its first one, what speaks of that which is open of the question, what the answer must look like.
    public float Link { get; init; } = 0.3f;

    public float LinkLead { get; init; } = 0.5f;

    public float LinkRest { get; init; } = 1f;

    public float LinkHint { get; init; } = 0.35f;

    public float Length { get; init; }

    public float Similarity { get; init; } = 1f;

    public float Severity { get; init; } = 0.15f;

    // Regions of a conversation: the unit itself, a near and a wide window.
    public float Own { get; init; } = 0.1f;

    public float Near { get; init; } = 0.6f;

    public float Wide { get; init; } = 0.75f;

    public float RegionTerms { get; init; } = 1.5f;

    public float RegionSaturation { get; init; } = 8f;

    public float NearWindow { get; init; } = 4f;

    public float WideWindow { get; init; } = 24f;

    // How far the windows reach behind a unit and before it, beside how far they reach: what is said of a topic follows the turn that raises it.
    public float After { get; init; } = 1.2f;

    public float Before { get; init; } = 0.8f;

    // How much of a unit's distance is its words and not that it is one: an "okay" brings its neighbours less far apart than a speech does.
    public float DistanceWords { get; init; } = 0.3f;

    // What a turn of a speaker whom the question names is worth above others, as a share of its score.
    public float Speaker { get; init; } = 0.05f;
}
