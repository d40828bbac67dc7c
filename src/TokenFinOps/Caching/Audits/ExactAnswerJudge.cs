using System.Globalization;
using System.Text;

namespace TokenFinOps.Caching.Audits;

/// <summary>Takes answers for the same that have the same words in the same order, case and punctuation aside: for answers that are labels, numbers or short facts.</summary>
/// <remarks>Models seldom write free text twice in the same words; use <see cref="ModelAnswerJudge"/> for it. Stateless and thread-safe.</remarks>
public sealed class ExactAnswerJudge : ICacheAnswerJudge
{
    /// <inheritdoc/>
    public ValueTask<bool?> IsRightAsync(string question, string cached, string fresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cached);
        ArgumentNullException.ThrowIfNull(fresh);
        return ValueTask.FromResult<bool?>(Words(cached) == Words(fresh));
    }

    private static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        bool between = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            // Signs of numbers and of currencies change what is said; commas and full stops do not.
            if (Rune.IsWhiteSpace(rune) || (Rune.IsPunctuation(rune) && rune.Value is not ('-' or '%' or '\'' or '/')))
            {
                between = words.Length > 0;
                continue;
            }

            if (between)
            {
                words.Append(' ');
                between = false;
            }

            words.Append(Rune.ToLower(rune, CultureInfo.InvariantCulture));
        }

        return words.ToString();
    }
}
