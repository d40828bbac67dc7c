using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads a text that is nothing but an answer: a choice, a number, a literal or a few words.</summary>
internal sealed class ScalarReader(AnswerComparerOptions options)
{
    private bool IsAuto => options.Kind == AnswerKind.Auto;

    private bool IsNumber => options.Kind == AnswerKind.Number;

    /// <summary>Reads what is marked as the answer: plain nouns after a number say what is counted, and words after a letter are the text of the option.</summary>
    public string? ReadMarked(string text) => Read(text, AnswerContext.Marked);

    /// <summary>Reads the value of the one field that answers.</summary>
    public string? ReadField(string text) => Read(text, AnswerContext.Field);

    /// <summary>Reads a whole text as an answer.</summary>
    public string? ReadWhole(string text) => Read(text, AnswerContext.Whole);

    /// <summary>Reads the last line where it is nothing but a number or a choice and stands for itself; where a number was asked for, the last one.</summary>
    public string? ReadLastLine(string text) => (IsLastLineApart(text) ? ReadLine(text[(text.LastIndexOf('\n') + 1)..]) : null) ?? (IsNumber ? ReadLastNumber(text) : null);

    // What ends in a colon has more to say about the line below it, a line right below unfinished words belongs to them, and a number below a number is one of several.
    private bool IsLastLineApart(string text)
    {
        int start = text.LastIndexOf('\n');
        if (start < 0)
        {
            return false;
        }

        string before = text[..start].TrimEnd();
        string above = before[(before.LastIndexOf('\n') + 1)..].Trim(' ', '*', '_', '#');
        if (above.TrimEnd(':', '*').ToUpperInvariant() is "ANSWER" or "FINAL ANSWER" or "")
        {
            return true;
        }

        bool isBlankBetween = text.AsSpan(before.Length, start + 1 - before.Length).Count('\n') > 1;
        bool isFinished = isBlankBetween || above[^1] is '.' or '!' or '?' or '。' or ']' or '$' || above.Contains('=', StringComparison.Ordinal);
        return isFinished && above[^1] is not (':' or '：') && ReadLine(above) is null;
    }

    private string? ReadLine(string line)
    {
        string plain = LatexText.Plain(TextFolding.Unify(line.Length > 500 ? string.Empty : line));
        return plain.Length == 0 ? null : Choice(plain, AnswerContext.Whole) ?? Number(plain, IsNumber);
    }

    private string? Read(string text, AnswerContext context)
    {
        string unified = TextFolding.Unify(text);
        string plain = LatexText.Plain(unified);
        return plain.Length == 0 || NoAnswers.Is(plain) || Refusals.Begins(plain) ? null
            : Choice(plain, context)
            ?? Number(plain, IsNumber || context != AnswerContext.Whole)
            ?? (IsAuto ? Name(plain) : null)
            ?? (IsAuto && PythonLiteral.Read(LiteralOf(text, plain)) is { } literal ? "value:" + literal : null)
            ?? Words(plain);
    }

    private string? Choice(string plain, AnswerContext context) =>
        options.Kind is AnswerKind.Auto or AnswerKind.Choice && ChoiceReader.Read(plain, context) is { } letters ? "choice:" + letters : null;

    private string? Number(string plain, bool countsAnything) =>
        options.Kind is AnswerKind.Auto or AnswerKind.Number && NumberReader.TryRead(plain, countsAnything, out Quantity number)
            ? "value:" + number.ToCanonical(options.Decimals)
            : null;

    private string? ReadLastNumber(string text) => LastNumber.In(TextFolding.Unify(text)) is { } number ? "value:" + number.ToCanonical(options.Decimals) : null;

    // A backslash belongs to LaTeX outside of strings, and to the string within one.
    private static string LiteralOf(string text, string plain) =>
        text.Contains('\\', StringComparison.Ordinal) && text.AsSpan().IndexOfAny('"', '\'') < 0 ? plain : text.Trim().Trim('`');

    // A name in quotes is the name. Other strings in quotes are literals, whose case counts.
    private string? Name(string plain) =>
        plain is ['"', >= 'A' and <= 'Z', _, .., '"'] && plain.AsSpan(2..^1).IndexOfAnyExceptInRange('a', 'z') < 0 && plain is not ("\"True\"" or "\"False\"") ? Words(plain[1..^1]) : null;

    private string? Words(string plain)
    {
        if (!IsAuto && options.Kind != AnswerKind.ShortText)
        {
            return null;
        }

        if (bool.TryParse(plain, out bool flag))
        {
            return flag ? "value:true" : "value:false";
        }

        string? words = plain.Contains('\n', StringComparison.Ordinal) || WordCount.Of(plain) > options.MaxShortTextWords ? null : ShortText.Canonical(plain);
        return words is null ? null : "text:" + JsonQuoting.Quote(words);
    }
}
