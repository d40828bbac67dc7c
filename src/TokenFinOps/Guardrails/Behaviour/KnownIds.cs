namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>The ids and numbers that a model has been shown. One that it passes to a tool means something; one that nobody has shown it was made up for the call.</summary>
internal sealed class KnownIds
{
    private const int Capacity = 4_096;
    private const int Shortest = 8;
    private const int LongestText = 1 << 20;

    private readonly HashSet<ulong> _ids = [];

    /// <summary>Takes note of what stands in a text.</summary>
    public void Learn(ReadOnlySpan<char> text)
    {
        var tokens = new TextTokens(text[..Math.Min(text.Length, LongestText)]);
        while (_ids.Count < Capacity && tokens.MoveNext())
        {
            if (tokens.Kind == TextToken.Number && tokens.Current.Length >= Shortest)
            {
                _ids.Add(Fingerprint.Of(tokens.Current));
            }
        }
    }

    /// <summary>Says whether a word in an argument was made up for the call: a nonce or the present moment, shown to the model by nobody.</summary>
    public bool IsMadeUp(ReadOnlySpan<char> word) => LooksLikeNonce(word) && _ids.Count < Capacity && !_ids.Contains(Fingerprint.Of(word));

    private static bool LooksLikeNonce(ReadOnlySpan<char> word)
    {
        if (word.Length < 10)
        {
            return false;
        }

        return Guid.TryParse(word, out _) || IsMoment(word) || IsRandom(word[(word.LastIndexOfAny('-', '_') + 1)..]);
    }

    // Times of timetables and calendars are whole minutes.
    private static bool IsMoment(ReadOnlySpan<char> word)
    {
        bool hasSeconds = word.Length >= 19 && word[4] == '-' && word[7] == '-' && word[10] == 'T' && word[13] == ':' && word[16] == ':';
        return hasSeconds && (!word.Slice(17, 2).SequenceEqual("00") || (word.Length > 20 && word[19] == '.'));
    }

    private static bool IsRandom(ReadOnlySpan<char> word)
    {
        int digits = 0;
        foreach (char letter in word)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                return false;
            }

            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        }

        // Ten digits are a moment in seconds or longer; sixteen letters with digits among them are no word.
        return digits == word.Length ? digits >= 10 : word.Length >= 16 && digits >= 3;
    }
}
