namespace TokenFinOps.Routing.Agreement;

/// <summary>What kind of answer is compared.</summary>
public enum AnswerKind
{
    /// <summary>Whatever the answer turns out to be: tool calls, JSON, a marked or bare number, a choice, a literal or a short text. Free prose cannot be compared.</summary>
    Auto,

    /// <summary>Only tool calls; any text cannot be compared.</summary>
    ToolCalls,

    /// <summary>Only a JSON document.</summary>
    Json,

    /// <summary>Only a number: the marked one, or else the last one in the text.</summary>
    Number,

    /// <summary>Only a letter that chooses one of the options, or several.</summary>
    Choice,

    /// <summary>Only a short text.</summary>
    ShortText,
}
