namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides a source by what it is.</summary>
internal static class SourceSegmenter
{
    public static void Segment(ContextSource source, Layout layout)
    {
        SourceKind kind = source.Kind == SourceKind.Auto ? SourceKindDetector.Of(source.Text) : source.Kind;
        switch (kind)
        {
            case SourceKind.Dialogue:
                DialogueSegmenter.Segment(source.Text, layout);
                break;
            case SourceKind.Rows:
                RowSegmenter.Segment(source.Text, layout);
                break;
            case SourceKind.Log:
                LogSegmenter.Segment(source.Text, layout);
                break;
            case SourceKind.Code:
                CodeSegmenter.Segment(source.Text, layout);
                break;
            default:
                DocumentSegmenter.Segment(source.Text, layout);
                break;
        }
    }
}
