using System.Text;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Takes Markdown and LaTeX off an answer: what is left is what a person reads.</summary>
internal static class LatexText
{
    private const int MostPasses = 8;

    // What each command leaves behind; commands with braces around their content keep the content.
    private static readonly (string Command, string Remains)[] Commands =
    [
        ("\\left", ""), ("\\right", ""), ("\\displaystyle", ""), ("\\,", ""), ("\\!", ""), ("\\;", " "), ("\\:", " "), ("\\ ", " "), ("\\quad", " "),
        ("{,}", ","), ("\\%", "%"), ("\\$", "$"), ("\\times", "×"), ("\\cdot", "×"), ("^{\\circ}", "°"), ("^\\circ", "°"), ("\\circ", "°"), ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"),
        ("\\text", ""), ("\\mathrm", ""), ("\\mathbf", ""), ("\\textbf", ""), ("\\mathit", ""), ("\\mbox", ""), ("\\boxed", ""), ("\\pi", "π"), ("\\infty", "∞"), ("\\degree", "°"),
    ];

    private static readonly string[] Groups = ["{,}", "^{", "_{"];

    public static string Plain(string text)
    {
        string plain = Unwrapped(text.Trim());
        bool isLatex = plain.Contains('\\', StringComparison.Ordinal) || Array.Exists(Groups, group => plain.Contains(group, StringComparison.Ordinal));
        if (!isLatex)
        {
            return plain;
        }

        foreach ((string command, string remains) in Commands)
        {
            plain = Replace(plain, command, remains);
        }

        return Unwrapped(WithoutBraces(Fractions(plain)).Trim());
    }

    /// <summary>Takes off what stands around the whole: bold, code, mathematics, braces, and the full stop at the end.</summary>
    private static string Unwrapped(string text)
    {
        for (int i = 0; i < MostPasses; i++)
        {
            string inner = Inner(text);
            if (inner.Length == text.Length)
            {
                break;
            }

            text = inner;
        }

        return text;
    }

    private static string Inner(string text)
    {
        string shorter = text.Length > 1 ? text.TrimEnd('.', ' ') : text;
        foreach ((string open, string close) in (ReadOnlySpan<(string, string)>)[("**", "**"), ("__", "__"), ("`", "`"), ("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"), ("*", "*")])
        {
            if (shorter.Length > open.Length + close.Length
                && shorter.StartsWith(open, StringComparison.Ordinal)
                && shorter.EndsWith(close, StringComparison.Ordinal)
                && !shorter.AsSpan(open.Length, shorter.Length - open.Length - close.Length).Contains(close, StringComparison.Ordinal))
            {
                return shorter[open.Length..^close.Length].Trim();
            }
        }

        return shorter;
    }

    // Braces that hold one thing are not seen. Others group what a power, an index or a root takes: \sqrt{2x} is not \sqrt{2}x. Those with a backslash are seen.
    private static string WithoutBraces(string text)
    {
        var plain = new StringBuilder(text.Length);
        var closes = new Stack<string>();
        for (int i = 0; i < text.Length; i++)
        {
            bool isSeen = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '{' or '}';
            if (isSeen)
            {
                plain.Append(text[++i]);
            }
            else if (text[i] == '{')
            {
                bool groups = plain.Length > 0 && (plain[^1] is '^' or '_' or ']' || char.IsAsciiLetter(plain[^1])) && !IsOne(text, i);
                plain.Append(groups ? "(" : string.Empty);
                closes.Push(groups ? ")" : string.Empty);
            }
            else
            {
                _ = text[i] == '}' ? plain.Append(closes.TryPop(out string? close) ? close : string.Empty) : plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    // A letter or a number whose end is seen without the brace. A command's own letters would run into it.
    private static bool IsOne(string text, int open)
    {
        int end = open + 1;
        while (end < text.Length && end - open < 20 && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        end += end == open + 1 ? 1 : 0;
        bool isPower = open > 0 && text[open - 1] is '^' or '_';
        return isPower && end < text.Length && text[end] == '}' && (end + 1 >= text.Length || !char.IsAsciiDigit(text[end + 1]));
    }

    // A command ends where letters end: \text is not the beginning of \textwidth.
    private static string Replace(string text, string command, string remains)
    {
        int at = text.IndexOf(command, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        int done = 0;
        for (; at >= 0; at = text.IndexOf(command, done, StringComparison.Ordinal))
        {
            int end = at + command.Length;
            bool isPrefix = char.IsAsciiLetter(command[^1]) && end < text.Length && char.IsAsciiLetter(text[end]);
            replaced.Append(text, done, at - done).Append(isPrefix ? command : remains);
            done = end;
        }

        return replaced.Append(text, done, text.Length - done).ToString();
    }

    // \frac{a}{b}, \frac12 and \frac{a}2 become (a)/(b).
    private static string Fractions(string text)
    {
        const string Fraction = "\\frac";
        int at = text.IndexOf(Fraction, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        int done = 0;
        for (; at >= 0; at = text.IndexOf(Fraction, done, StringComparison.Ordinal))
        {
            int end = at + Fraction.Length;
            string? over = Argument(text, ref end);
            string? under = over is null ? null : Argument(text, ref end);
            plain.Append(text, done, at - done);
            if (under is null)
            {
                plain.Append(Fraction);
                done = at + Fraction.Length;
                continue;
            }

            _ = plain.Length > 0 && char.IsAsciiDigit(plain[^1]) ? plain.Append(' ') : plain;
            plain.Append('(').Append(over).Append(")/(").Append(under).Append(')');
            done = end;
        }

        return plain.Append(text, done, text.Length - done).ToString();
    }

    private static string? Argument(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at >= text.Length)
        {
            return null;
        }

        if (text[at] != '{')
        {
            return text[at++].ToString();
        }

        int close = Braces.Close(text, at);
        if (close < 0)
        {
            return null;
        }

        string inner = text[(at + 1)..close];
        at = close + 1;
        return inner;
    }
}
