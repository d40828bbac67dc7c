namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Where a text that is read as an answer stands.</summary>
internal enum AnswerContext
{
    /// <summary>It is all that was said, or a line of it: what is beside the answer may be the answer.</summary>
    Whole,

    /// <summary>It is the value of the field that answers.</summary>
    Field,

    /// <summary>Words, a box or a tag mark it as the answer.</summary>
    Marked,
}
