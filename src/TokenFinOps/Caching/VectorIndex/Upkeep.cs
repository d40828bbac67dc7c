using TokenFinOps.Caching.VectorIndex.Rotations;
using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex;

/// <summary>
/// Learns rotations and encodes chunks beside readers and writers. One pass runs at a time; what is asked for meanwhile follows it.
/// The index's lock is held to look around and to hand a chunk its codes, not while learning or encoding.
/// </summary>
internal sealed class Upkeep(EntryTable entries, IndexShape shape, Lock gate, VectorIndexOptions options, int dimensions)
{
    // Learned again when four times as much was added as it was learned from: what it saw is then a small part.
    private const int Growth = 4;

    private Task _running = Task.CompletedTask;
    private bool _wanted;
    private bool _mustTrain;
    private long _added;
    private long _trainedAt;

    /// <summary>Gets the pass that runs, or the last one.</summary>
    public Task Running
    {
        get
        {
            lock (gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Notes that a chunk was begun, and starts a pass when there is something to do. The caller holds the lock.</summary>
    public void ChunkBegun(Segment segment)
    {
        if (dimensions < RotationTrainer.LeastDimensions || !segment.WantsCodes)
        {
            return;
        }

        _added += shape.ChunkEntries;
        if (shape.Rotation is null || _added >= Growth * _trainedAt || segment.First.Codes is null)
        {
            Start();
        }
    }

    /// <summary>Learns anew and encodes everything with it.</summary>
    public Task TrainAsync()
    {
        lock (gate)
        {
            _mustTrain = true;
            Start();
            return _running;
        }
    }

    private void Start()
    {
        _wanted = true;
        if (_running.IsCompleted)
        {
            _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler);
        }
    }

    private void Run()
    {
        while (Next(out List<Chunk> chunks, out bool train))
        {
            if (train && Sample(chunks) is { } samples)
            {
                Rotation learned = new RotationTrainer(dimensions, options.ExpectedThreshold, options.Seed, shape.Width).Train(samples);
                lock (gate)
                {
                    // Chunks that were begun meanwhile are not in this list: another pass finds them.
                    (shape.Rotation, _wanted) = (learned, true);
                }
            }

            if (shape.Rotation is { } rotation)
            {
                chunks.ForEach(chunk => Encode(chunk, rotation));
            }
        }
    }

    private bool Next(out List<Chunk> chunks, out bool train)
    {
        lock (gate)
        {
            (chunks, train) = ([], false);
            if (!_wanted)
            {
                return false;
            }

            foreach (Segment segment in entries.Segments.Where(static segment => segment.WantsCodes))
            {
                for (Chunk? chunk = segment.First; chunk is not null; chunk = chunk.Next)
                {
                    chunks.Add(chunk);
                }
            }

            train = _mustTrain || shape.Rotation is null || _added >= Growth * _trainedAt;
            _wanted = _mustTrain = false;
            if (train)
            {
                _trainedAt = Math.Max(1, chunks.Sum(static chunk => (long)chunk.Count));
                _added = 0;
            }

            return true;
        }
    }

    // Written slots never change, so they are read without the lock.
    private float[]? Sample(List<Chunk> chunks)
    {
        long count = chunks.Sum(static chunk => (long)chunk.Count);
        int size = (int)Math.Min(options.SampleSize, count);
        if (size < 64)
        {
            return null;
        }

        float[] samples = new float[size * shape.Stride];
        long before = 0;
        int taken = 0;
        foreach (Chunk chunk in chunks)
        {
            int written = chunk.Count;
            for (; taken < size && (taken * count / size) - before is >= 0 and var slot && slot < written; taken++)
            {
                chunk.VectorOf((int)slot).CopyTo(samples.AsSpan(taken * shape.Stride));
            }

            before += written;
        }

        return samples.AsSpan(0, taken * shape.Stride).ToArray();
    }

    private void Encode(Chunk chunk, Rotation rotation)
    {
        if (ReferenceEquals(chunk.Codes?.Rotation, rotation))
        {
            return;
        }

        var codes = new ChunkCodes(rotation, chunk.Capacity);
        int done = chunk.Count;
        for (int slot = 0; slot < done; slot++)
        {
            codes.Encode(slot, chunk.VectorOf(slot));
        }

        lock (gate)
        {
            for (int slot = done; slot < chunk.Count; slot++)
            {
                codes.Encode(slot, chunk.VectorOf(slot));
            }

            chunk.Codes = codes;
        }
    }
}
