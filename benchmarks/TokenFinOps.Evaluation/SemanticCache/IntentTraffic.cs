using System.Collections.Concurrent;
using System.Numerics.Tensors;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>
/// Questions with intents, asked one after the other of a cache that is empty at first: what is not served is stored. Right is an answer to a question of the same intent, which is weaker
/// than the same answer.
/// </summary>
internal sealed class IntentTraffic : ICacheTraffic
{
    private const float LeastSimilarity = 0.5f;
    private const int PairsOfAKind = 20_000;
    private const int Looked = 4;

    private readonly string[] _texts;
    private readonly int[] _intents;
    private readonly (int Text, float Similarity)[][] _neighbours;
    private readonly ConcurrentDictionary<(int, int), GuardFindings> _findings = new();

    public IntentTraffic(IReadOnlyList<(string Text, string Intent)> rows, ITextModel model)
    {
        _texts = [.. rows.Select(static row => row.Text)];
        string[] names = [.. rows.Select(static row => row.Intent).Distinct()];
        _intents = [.. rows.Select(row => Array.IndexOf(names, row.Intent))];
        Components = names.Length;
        _neighbours = Neighbours(model);
        Pairs = [.. Sample(true), .. Sample(false)];
    }

    public int Components { get; }

    public IReadOnlyList<TextPair> Pairs { get; }

    public string Description => $"{_texts.Length} questions of {Components} intents, asked of a cache that is empty at first; right is an answer to a question of the same intent, which is weaker than the same answer.";

    public ICacheStream Shuffle(int seed)
    {
        int[] order = [.. Enumerable.Range(0, _texts.Length)];
        new Random(seed).Shuffle(order);
        return new Stream(this, order);
    }

    private (int, float)[][] Neighbours(ITextModel model)
    {
        float[][] vectors = [.. _texts.Select(text =>
        {
            float[] vector = new float[model.Dimensions];
            model.Embed(text, vector);
            return vector;
        })];
        var neighbours = new (int, float)[_texts.Length][];
        Parallel.For(0, _texts.Length, text => neighbours[text] =
        [
            .. Enumerable.Range(0, _texts.Length)
                .Where(other => other != text)
                .Select(other => (other, TensorPrimitives.Dot<float>(vectors[text], vectors[other])))
                .Where(static each => each.Item2 >= LeastSimilarity)
                .OrderByDescending(static each => each.Item2),
        ]);
        return neighbours;
    }

    private IEnumerable<TextPair> Sample(bool same)
    {
        var random = new Random(1);
        for (int found = 0; found < PairsOfAKind;)
        {
            (int one, int other) = (random.Next(_texts.Length), random.Next(_texts.Length));
            if (same)
            {
                int[] peers = [.. Enumerable.Range(one, Math.Min(400, _texts.Length - one)).Where(text => text != one && _intents[text] == _intents[one]).Take(8)];
                other = peers.Length == 0 ? one : peers[random.Next(peers.Length)];
            }

            if (one != other && _intents[one] == _intents[other] == same)
            {
                found++;
                yield return new TextPair(_texts[one], _texts[other], same);
            }
        }
    }

    // As the cache does: of the nearest few the first that the guard has nothing against, else the first.
    private CacheRequest Request(int asked, bool[] stored, float minimumSimilarity)
    {
        Span<(int Text, float Similarity)> found = stackalloc (int, float)[Looked];
        int count = 0;
        foreach ((int text, float near) in _neighbours[asked])
        {
            if (near < minimumSimilarity || count == Looked)
            {
                break;
            }

            if (stored[text])
            {
                found[count++] = (text, near);
            }
        }

        return count == 0 ? new CacheRequest(_intents[asked], null, false) : Choose(asked, found[..count]);
    }

    private CacheRequest Choose(int asked, ReadOnlySpan<(int Text, float Similarity)> found)
    {
        int chosen = 0;
        for (int i = found.Length - 1; i >= 0; i--)
        {
            chosen = Compare(found[i].Text, asked) == GuardFindings.None ? i : chosen;
        }

        (float? rival, int agreeing) = (null, -1);
        int answer = _intents[found[chosen].Text];
        foreach ((int text, float near) in found)
        {
            agreeing += _intents[text] == answer ? 1 : 0;
            rival ??= _intents[text] == answer ? null : near;
        }

        CacheCandidate candidate = CacheCandidates.Of(
            found[chosen].Text, _texts[found[chosen].Text], _texts[asked], found[chosen].Similarity, chosen + 1 < found.Length ? found[chosen + 1].Similarity : null, Compare(found[chosen].Text, asked));
        return new CacheRequest(_intents[asked], candidate with { Rival = rival, Agreeing = agreeing }, answer == _intents[asked]);
    }

    private GuardFindings Compare(int entry, int asked) => _findings.GetOrAdd((entry, asked), pair => ParaphraseGuard.Compare(_texts[pair.Item1], _texts[pair.Item2]));

    private sealed class Stream(IntentTraffic traffic, int[] order) : ICacheStream
    {
        private readonly bool[] _stored = new bool[order.Length];
        private int _next;

        public CacheRequest? Next(float minimumSimilarity) =>
            _next == order.Length ? null : traffic.Request(order[_next++], _stored, Math.Max(minimumSimilarity, LeastSimilarity));

        public void Settle(bool served) => _stored[order[_next - 1]] = !served;
    }
}
