namespace TokenFinOps.Routing.Agreement;

/// <summary>How strings in JSON answers and in arguments of tools are compared.</summary>
public enum AnswerStrings
{
    /// <summary>
    /// Arguments of tools letter by letter: a tool gets what it is given, and files, patterns and ids tell capitals from small letters. In JSON answers, strings of nothing but words, as names and
    /// labels are, in any case; all others letter by letter.
    /// </summary>
    Auto,

    /// <summary>Letter by letter, everywhere.</summary>
    Exact,

    /// <summary>In any case, with any spaces and in any spelling of dashes and quotes, everywhere.</summary>
    Folded,
}
