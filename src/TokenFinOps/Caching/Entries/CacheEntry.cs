using System.Collections.Immutable;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching.Entries;

/// <summary>A question with its answer. Immutable apart from what is counted; thread-safe.</summary>
internal sealed class CacheEntry
{
    private const int FixedBytes = 400;

    private int _hits;
    private int _corroborations;
    private double _priority;
    private bool _isGone;
    private ImmutableHashSet<UInt128> _blocked = [];

    public required Guid Id { get; init; }

    /// <summary>Gets the number that the index knows it by.</summary>
    public required long Number { get; init; }

    public required CacheQuestion Question { get; init; }

    public required StoredAnswer Answer { get; init; }

    /// <summary>Gets what the answer cost when it was made, or <see langword="null"/> when that is not known.</summary>
    public AnswerCost? Cost { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Gets a value indicating whether the question is in the index, so that it can be found by meaning.</summary>
    public required bool IsIndexed { get; init; }

    /// <summary>Gets how many bytes the vector and its share of the index take.</summary>
    public int VectorBytes { get; init; }

    public int Hits => Volatile.Read(ref _hits);

    public int Corroborations => Volatile.Read(ref _corroborations);

    public long Bytes => FixedBytes + VectorBytes + Answer.Bytes + (2L * (Question.Text.Length + Question.Compared.Context.Length + (ReferenceEquals(Question.Text, Question.Compared.Question) ? 0 : Question.Compared.Question.Length)));

    /// <summary>Gets or sets what it is worth; those of the lowest go first.</summary>
    public double Priority { get => Volatile.Read(ref _priority); set => Volatile.Write(ref _priority, value); }

    /// <summary>Gets a value indicating whether it was taken out, so that it is not served any more wherever it is still found.</summary>
    public bool IsGone => Volatile.Read(ref _isGone);

    public void MarkGone() => Volatile.Write(ref _isGone, true);

    public void CountHit() => Interlocked.Increment(ref _hits);

    public void Corroborate() => Interlocked.Increment(ref _corroborations);

    /// <summary>Keeps the answer from a question that it was wrong for.</summary>
    public void Block(UInt128 exactKey) => ImmutableInterlocked.Update(ref _blocked, static (blocked, key) => blocked.Add(key), exactKey);

    public bool IsBlockedFor(UInt128 exactKey) => Volatile.Read(ref _blocked).Contains(exactKey);

    /// <summary>Says whether it belongs to a question's partition. The index found it there; this is the check that an error there cannot pass.</summary>
    public bool IsFor(CacheQuestion question) => Question.Partition == question.Partition && Question.Owner.Equals(question.Owner);
}
