using System.Collections.Frozen;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>What a question asks about: its terms without those that only ask, and which terms of the text are forms of them.</summary>
internal sealed class QueryTerms : IDisposable
{
    /// <summary>More terms than this make no better question; the rarest are taken.</summary>
    public const int Most = 64;

    private readonly List<int> _terms = [];
    private readonly RentedList<int> _groups;
    private readonly RentedList<float> _weights;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stops;

    public QueryTerms(string question, TermIndex index, SelectionWeights weights)
    {
        using var read = new RentedList<int>();
        Vocabulary vocabulary = index.Vocabulary;
        TermReader.Read(StopWords.WithoutDensePhrases(question), vocabulary, read);
        List<string> words = Words(question);
        _stops = StopWords.For(words).Stems.GetAlternateLookup<ReadOnlySpan<char>>();
        Question = read.Span.ToArray();
        Choose(index);

        _groups = RentedList<int>.Zeros(vocabulary.Count);
        _weights = RentedList<float>.Zeros(vocabulary.Count);
        Match(vocabulary, weights.Variant);
    }

    /// <summary>Gets how many terms there are.</summary>
    public int Count => _terms.Count;

    /// <summary>Gets all the question's terms in order, also those that only ask.</summary>
    public int[] Question { get; }

    /// <summary>Gets how many terms there were when the forms of the question's were looked for.</summary>
    public int Known => _groups.Count;

    public int this[int group] => _terms[group];

    /// <summary>Gets the question's term that a term of the text is or is a form of, or -1, and how much of one it is.</summary>
    public int Find(int term, out float weight)
    {
        weight = _weights[term];
        return _groups[term];
    }

    /// <summary>Tells whether a term is a word without a subject in the question's language.</summary>
    public bool IsStop(ReadOnlySpan<char> term) => _stops.Contains(term);

    public void Dispose()
    {
        _groups.Dispose();
        _weights.Dispose();
    }

    private static List<string> Words(string question)
    {
        using var raw = new Vocabulary();
        using var ids = new RentedList<int>();
        TermReader.Read(question, raw, ids, isStemmed: false);
        var words = new List<string>();
        foreach (int id in ids.Span)
        {
            words.Add(raw[id].ToString());
        }

        return words;
    }

    private void Choose(TermIndex index)
    {
        foreach (int term in Question)
        {
            if (!_terms.Contains(term) && !IsStop(index.Vocabulary[term]))
            {
                _terms.Add(term);
            }
        }

        if (_terms.Count > Most)
        {
            ReadOnlySpan<int> frequencies = index.Frequencies;
            int[] all = [.. _terms];
            int[] found = new int[all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                found[i] = all[i] < frequencies.Length && frequencies[all[i]] > 0 ? frequencies[all[i]] : int.MaxValue;
            }

            Array.Sort(found, all);
            _terms.RemoveAll(term => Array.IndexOf(all, term) >= Most);
        }
    }

    private void Match(Vocabulary vocabulary, float variant)
    {
        string[] wanted = [.. _terms.Select(term => vocabulary[term].ToString())];
        for (int term = 0; term < vocabulary.Count; term++)
        {
            (_groups[term], _weights[term]) = Nearest(vocabulary[term], wanted, variant);
        }

        for (int group = 0; group < _terms.Count; group++)
        {
            (_groups[_terms[group]], _weights[_terms[group]]) = (group, 1f);
        }
    }

    private static (int Group, float Weight) Nearest(ReadOnlySpan<char> term, string[] wanted, float variant)
    {
        int nearest = -1;
        float best = 0;
        for (int group = 0; group < wanted.Length; group++)
        {
            // Only scripts that write particles in front of words have forms of a word that begin otherwise.
            if (wanted[group][0] == term[0] || TermSimilarity.HasParticles(term[0]))
            {
                float similarity = TermSimilarity.Of(term, wanted[group]);
                (nearest, best) = similarity > best ? (group, similarity) : (nearest, best);
            }
        }

        return (nearest, best * variant);
    }
}
