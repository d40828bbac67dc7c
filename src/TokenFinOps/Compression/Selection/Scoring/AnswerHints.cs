using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Knows from a question's interrogative what the answer must look like: a number, a date, a name.</summary>
internal sealed partial class AnswerHints
{
    private readonly bool _number;
    private readonly bool _name;

    public AnswerHints(string question)
    {
        string asked = question.Length > 2_000 ? question[^2_000..] : question;
        _number = AsksForNumber().IsMatch(asked);
        _name = AsksForName().IsMatch(asked);
    }

    /// <summary>Tells whether a unit has what the question asks for; <see langword="false"/> as well when the question does not tell.</summary>
    public bool Fits(ReadOnlySpan<char> unit) => _number ? HasDigit(unit) : _name && HasName(unit);

    private static bool HasDigit(ReadOnlySpan<char> unit)
    {
        foreach (char character in unit)
        {
            if (char.IsDigit(character))
            {
                return true;
            }
        }

        return false;
    }

    // A capital that does not begin the unit.
    private static bool HasName(ReadOnlySpan<char> unit)
    {
        for (int i = 2; i < unit.Length; i++)
        {
            if (char.IsUpper(unit[i]) && char.IsWhiteSpace(unit[i - 1]))
            {
                return true;
            }
        }

        return false;
    }

    // Neither pattern repeats what repeats, so they take time in proportion to the question, and no limit of time: on a busy machine it would pass, and make the selection throw.
    [GeneratedRegex(
        @"\b(when|how (many|much|old|long|far|tall|big|large|high|fast|often)|wh(at|ich) (year|date|day|month|percent\w*|number|age|century|decade|time)|cuándo|cuánt[oa]s?|en qué (año|fecha|siglo)|wann|wie ?viele?|welche[sm]? jahr|quand|combien|quelle année|quando|quant[oiae]s?|in che anno|em que ano|când|câte?|câți|câtă|cât|în ce an|когда|сколько|в каком году|какой процент|ne zaman|kaç|hangi yıl\w*|متى|كم|في أي عام|πότε|πόσ\w+|khi nào|bao nhiêu|năm nào|कब|कितन\w*|किस (वर्ष|साल)|wanneer|hoeveel|när|hur många|hvornår|kiedy|ile|mikor|hány|kapan|berapa|מתי|כמה)\b|什么时候|何时|哪一?年|多少|几|幾|いつ|何[年人月日回個台歳]|いくつ|언제|몇|เมื่อ|กี่|เท่า",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksForNumber();

    [GeneratedRegex(
        @"\b(who(m|se)?|quién(es)?|wer|wem|wen|qui|chi|quem|cine|кто|кого|кому|кем|kim\w*|ποι[οα]ς|ai|wie|vem|hvem|kto|siapa|where|dónde|wo|où|dove|onde|unde|где|nerede|πού|waar|which|what)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksForName();
}
