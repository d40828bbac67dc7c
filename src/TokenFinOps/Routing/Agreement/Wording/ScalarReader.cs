using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads a text that is nothing but an answer: a choice, a number, a literal or a few words.</summary>
internal sealed class ScalarReader(AnswerComparerOptions options)
{
    private bool IsAuto => options.Kind == AnswerKind.Auto;

    /// <summary>Reads what is marked as the answer: words after a number are its unit.</summary>
    public string? ReadMarked(string text) => Read(text, anyUnit: true);

    /// <summary>Reads a whole text as an answer.</summary>
    public string? ReadWhole(string text) => Read(text, anyUnit: options.Kind == AnswerKind.Number);

    /// <summary>Reads the last line where it is nothing but a number or a choice; where a number was asked for, the last one.</summary>
    public string? ReadLastLine(string text)
    {
        int start = text.LastIndexOf('\n');
        string last = TextFolding.Unify(text[(start + 1)..]);
        string plain = LatexText.Plain(last);
        string? read = start < 0 ? null : Choice(plain) ?? Number(plain, options.Kind == AnswerKind.Number);
        return read ?? (options.Kind == AnswerKind.Number ? LastNumber(text) : null);
    }

    private string? Read(string text, bool anyUnit)
    {
        string unified = TextFolding.Unify(text);
        string plain = LatexText.Plain(unified);
        return plain.Length == 0 ? null
            : Choice(plain)
            ?? Number(plain, anyUnit)
            ?? (IsAuto && PythonLiteral.Read(text.Trim().Trim('`')) is { } literal ? "value:" + literal : null)
            ?? Words(plain);
    }

    private string? Choice(string plain) =>
        options.Kind is AnswerKind.Auto or AnswerKind.Choice && ChoiceReader.Read(plain) is { } letters ? "choice:" + letters : null;

    private string? Number(string plain, bool anyUnit) =>
        options.Kind is AnswerKind.Auto or AnswerKind.Number && NumberReader.TryRead(plain, anyUnit, out Quantity number)
            ? "value:" + number.ToCanonical(options.Decimals)
            : null;

    private string? LastNumber(string text) => NumberReader.LastIn(TextFolding.Unify(text)) is { } number ? "value:" + number.ToCanonical(options.Decimals) : null;

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
