namespace TokenFinOps.Routing.Agreement;

/// <summary>The kinds of problems of answers.</summary>
public enum AnswerProblemKind
{
    /// <summary>The answer was cut off at its greatest length.</summary>
    Truncated,

    /// <summary>A content filter took the answer away.</summary>
    Filtered,

    /// <summary>The answer holds an error.</summary>
    Error,

    /// <summary>There is neither text nor a call.</summary>
    Empty,

    /// <summary>The model declines, or says that it does not know.</summary>
    Refusal,

    /// <summary>The text ends in the same words over and over.</summary>
    Loop,

    /// <summary>A tool call was required and there is none.</summary>
    MissingCall,

    /// <summary>A tool is called that was not offered.</summary>
    UnknownTool,

    /// <summary>The arguments of a call are not what the tool's schema says.</summary>
    InvalidArguments,

    /// <summary>JSON was asked for and the text is something else.</summary>
    NotJson,

    /// <summary>The JSON is not what its schema says.</summary>
    InvalidJson,
}
