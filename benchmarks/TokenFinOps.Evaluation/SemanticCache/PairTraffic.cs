using System.Numerics.Tensors;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Labelled pairs: the first question is stored, the second one is asked. Whether the answer would be right is the label, and nothing else.</summary>
internal sealed class PairTraffic : ICacheTraffic
{
    private readonly CacheRequest[] _requests;

    public PairTraffic(IReadOnlyList<TextPair> pairs, IReadOnlyList<ulong> components, ITextModel model)
    {
        Pairs = pairs;
        var numbers = new Dictionary<ulong, int>();
        var entries = new Dictionary<string, int>();
        _requests = new CacheRequest[pairs.Count];
        for (int i = 0; i < pairs.Count; i++)
        {
            int component = Number(numbers, components[i]);
            int entry = Number(entries, pairs[i].First);
            _requests[i] = new CacheRequest(component, Candidate(pairs[i], entry, model), pairs[i].IsSame);
        }

        Components = numbers.Count;
    }

    public int Components { get; }

    public IReadOnlyList<TextPair> Pairs { get; }

    public string Description => $"{_requests.Length} pairs: one question is stored, the other one asked; right is what is labelled so.";

    public ICacheStream Shuffle(int seed)
    {
        CacheRequest[] order = [.. _requests];
        new Random(seed).Shuffle(order);
        return new Stream(order);
    }

    private static int Number<TKey>(Dictionary<TKey, int> numbers, TKey key)
        where TKey : notnull
    {
        if (!numbers.TryGetValue(key, out int number))
        {
            numbers[key] = number = numbers.Count;
        }

        return number;
    }

    private static CacheCandidate Candidate(TextPair pair, int entry, ITextModel model)
    {
        float[] one = new float[model.Dimensions];
        float[] other = new float[model.Dimensions];
        model.Embed(pair.First, one);
        model.Embed(pair.Second, other);
        return CacheCandidates.Of(entry, pair.First, pair.Second, TensorPrimitives.Dot<float>(one, other), null, ParaphraseGuard.Compare(pair.First, pair.Second));
    }

    private sealed class Stream(CacheRequest[] order) : ICacheStream
    {
        private int _next;

        public CacheRequest? Next(float minimumSimilarity)
        {
            if (_next == order.Length)
            {
                return null;
            }

            CacheRequest request = order[_next++];
            return request.Candidate is { } candidate && candidate.Similarity < minimumSimilarity ? request with { Candidate = null } : request;
        }

        public void Settle(bool served)
        {
        }
    }
}
