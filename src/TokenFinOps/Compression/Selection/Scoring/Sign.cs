namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>A sign of relevance.</summary>
internal enum Sign
{
    Unit,
    Passage,
    Coverage,
    PassageCoverage,
    Phrase,
    Neighbour,
    Lead,
    Hint,
    Length,
    Severity,
    Feedback,
    Link,
    LinkLead,
    LinkRest,
    LinkHint,
}
