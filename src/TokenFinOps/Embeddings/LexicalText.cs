using System.Numerics.Tensors;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Embeddings;

/// <summary>
/// Turns a text into a vector: every word adds a sparse, signed, hashed pattern (Weinberger et al. 2009) of three parts, each of unit length before it is weighted: its stem,
/// its group of synonyms, and its character 3- to 5-grams (Bojanowski et al. 2017). How much a word counts is by what it says and by its length.
/// </summary>
internal ref struct LexicalText
{
    private const int Spread = 4;
    // Two words such as "how much", or one with a subject.
    private const float EnoughToSay = 0.7f;

    private readonly LexicalWeights _weights;
    private readonly Span<float> _vector;
    private readonly int _bits;
    private float _said;

    private LexicalText(LexicalWeights weights, Span<float> vector)
    {
        _weights = weights;
        _vector = vector;
        _bits = System.Numerics.BitOperations.Log2((uint)vector.Length);
    }

    /// <summary>Writes the vector of a text, of unit length, or zeroes when the text says nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">Takes the vector; its length is a power of two.</param>
    /// <param name="weights">How much the parts of a word count.</param>
    /// <returns>Whether the text says anything.</returns>
    public static bool Read(ReadOnlySpan<char> text, Span<float> vector, LexicalWeights weights)
    {
        vector.Clear();
        var reader = new LexicalText(weights, vector);
        Span<char> buffer = stackalloc char[WordScanner.LongestWord + 1];
        var scanner = new WordScanner(text, buffer[1..]);
        while (scanner.MoveNext())
        {
            reader.Add(scanner.Kind, scanner.Hash, buffer, scanner.Word.Length);
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (reader._said < EnoughToSay || norm < 1e-6f)
        {
            vector.Clear();
            return false;
        }

        TensorPrimitives.Multiply(vector, 1 / norm, vector);
        return true;
    }

    private void Add(WordKind kind, ulong hash, scoped Span<char> buffer, int length)
    {
        switch (kind)
        {
            case WordKind.Word:
                AddWord(hash, buffer, length);
                break;
            case WordKind.Number:
                AddNamed(hash, _weights.Number);
                break;
            case WordKind.Symbol:
                AddNamed(hash, _weights.Symbol);
                break;
            case WordKind.Character:
                AddPlain(hash, _weights.Character);
                break;
            case WordKind.Pair:
                AddPlain(hash, _weights.Pair);
                break;
            case WordKind.Not:
                AddPlain(hash, _weights.Not);
                break;
        }
    }

    private void AddWord(ulong hash, scoped Span<char> buffer, int length)
    {
        uint tier = EnglishLexicon.TierOf(hash);
        float weight = tier switch
        {
            1 => _weights.Empty,
            2 => _weights.Weak,
            3 => _weights.Common,
            _ => 1,
        };
        if (weight <= 0)
        {
            return;
        }

        AddSpelling(buffer, length, weight * MathF.Sqrt(_weights.Spelling));
        Span<char> word = buffer.Slice(1, length);
        int stem = EnglishStemmer.Stem(word);
        ulong stemHash = length == WordScanner.LongestWord ? hash : FeatureHash.Of(word[..stem]);
        AddStem(stemHash, weight * MathF.Sqrt(1 - _weights.Spelling));
        _said += tier == 1 ? 0 : weight;
    }

    private void AddNamed(ulong hash, float weight)
    {
        AddStem(hash, weight);
        _said += weight;
    }

    private void AddPlain(ulong hash, float weight)
    {
        AddPattern(hash, weight);
        _said += weight;
    }

    private void AddStem(ulong stemHash, float weight)
    {
        uint group = EnglishLexicon.GroupOf(stemHash);
        if (group == 0)
        {
            AddPattern(stemHash, weight);
            return;
        }

        AddPattern(stemHash, weight * MathF.Sqrt(1 - _weights.Group));
        AddPattern(FeatureHash.Append(FeatureHash.Empty, (char)(0xE000 + group)), weight * MathF.Sqrt(_weights.Group));
    }

    // The word stands at 1 in the buffer; its ends are marked, so that they are pieces of their own.
    private readonly void AddSpelling(scoped Span<char> buffer, int length, float weight)
    {
        Span<char> marked = stackalloc char[WordScanner.LongestWord + 2];
        marked[0] = '<';
        buffer.Slice(1, length).CopyTo(marked[1..]);
        marked[length + 1] = '>';
        marked = marked[..(length + 2)];
        int count = Pieces(marked.Length, 3) + Pieces(marked.Length, 4) + Pieces(marked.Length, 5);
        float each = weight / MathF.Sqrt(count);
        for (int start = 0; start + 3 <= marked.Length; start++)
        {
            ulong hash = FeatureHash.Append(FeatureHash.Append(FeatureHash.Append(FeatureHash.Empty, marked[start]), marked[start + 1]), marked[start + 2]);
            AddOne(hash, each);
            if (start + 4 <= marked.Length)
            {
                hash = FeatureHash.Append(hash, marked[start + 3]);
                AddOne(hash, each);
            }

            if (start + 5 <= marked.Length)
            {
                AddOne(FeatureHash.Append(hash, marked[start + 4]), each);
            }
        }
    }

    private static int Pieces(int length, int size) => Math.Max(0, length - size + 1);

    private readonly void AddOne(ulong hash, float weight)
    {
        ulong mixed = FeatureHash.Mix(hash);
        _vector[(int)(mixed >> 32) & (_vector.Length - 1)] += (mixed & 1) == 0 ? weight : -weight;
    }

    // In several places: one that another word holds as well is then no whole word.
    private readonly void AddPattern(ulong hash, float weight)
    {
        float each = weight / MathF.Sqrt(Spread);
        ulong mixed = FeatureHash.Mix(~hash);
        for (int i = 0; i < Spread; i++, mixed = ulong.RotateRight(mixed, _bits + 1))
        {
            _vector[(int)(mixed >> 1) & (_vector.Length - 1)] += (mixed & 1) == 0 ? each : -each;
        }
    }
}
