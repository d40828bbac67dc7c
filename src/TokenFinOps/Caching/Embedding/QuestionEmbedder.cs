using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Caching.Partitions;

namespace TokenFinOps.Caching.Embedding;

/// <summary>Embeds questions within a deadline, and leaves an embedder alone for a while that fails again and again. Thread-safe.</summary>
/// <remarks>A dead embedder must not hold up every request by its whole deadline: after three failures in a row it is asked again only every 30 seconds.</remarks>
internal sealed partial class QuestionEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private const int FailuresToRest = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private int _failuresInARow;
    private long _failures;
    private long _askAgainAt;

    /// <summary>Gets what tells this embedder's vectors from another's.</summary>
    public string Identity { get; } = IdentityOf(generator);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Embeds a question. With a context it is both vectors one after the other, so that each counts for half.</summary>
    /// <returns>The vector, or an empty one when it could not be made in time.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Without a vector the model is asked.")]
    public async ValueTask<ReadOnlyMemory<float>> EmbedAsync(ComparedText text, bool hasContext, CancellationToken cancellationToken)
    {
        if (IsResting())
        {
            return default;
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // A generator that does not heed its token is not waited for either.
            string[] texts = text.Context.Length > 0 ? [text.Question, text.Context] : [text.Question];
            GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync(texts, cancellationToken: both.Token).WaitAsync(both.Token).ConfigureAwait(false);
            Volatile.Write(ref _failuresInARow, 0);
            return made.Count != texts.Length ? default : hasContext ? Join(made) : made[0].Vector;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception)
        {
            Fail(exception);
            return default;
        }
    }

    // A question without context has nothing in the second half, and so is far from every one that has.
    private static float[] Join(GeneratedEmbeddings<Embedding<float>> parts)
    {
        int dimensions = parts[0].Vector.Length;
        float[] both = new float[2 * dimensions];
        for (int i = 0; i < parts.Count && parts[i].Vector.Length == dimensions; i++)
        {
            float length = TensorPrimitives.Norm(parts[i].Vector.Span);
            if (length > 0)
            {
                TensorPrimitives.Divide(parts[i].Vector.Span, length, both.AsSpan(i * dimensions, dimensions));
            }
        }

        return both;
    }

    // Who finds the rest over moves its end, so that only one probes.
    private bool IsResting()
    {
        if (Volatile.Read(ref _failuresInARow) < FailuresToRest)
        {
            return false;
        }

        long until = Interlocked.Read(ref _askAgainAt);
        long now = time.GetTimestamp();
        return now < until || Interlocked.CompareExchange(ref _askAgainAt, RestFrom(now), until) != until;
    }

    private void Fail(Exception exception)
    {
        Interlocked.Increment(ref _failures);
        int inARow = Interlocked.Increment(ref _failuresInARow);
        Interlocked.Exchange(ref _askAgainAt, RestFrom(time.GetTimestamp()));
        LogFailed(logger, exception, inARow, inARow >= FailuresToRest ? Rest : TimeSpan.Zero);
    }

    private long RestFrom(long now) => now + (long)(Rest.TotalSeconds * time.TimestampFrequency);

    private static string IdentityOf(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return $"{metadata?.ProviderName}|{metadata?.ProviderUri}|{metadata?.DefaultModelId}|{metadata?.DefaultModelDimensions}";
    }

    [LoggerMessage(LogLevel.Warning, "A question could not be embedded ({InARow} in a row), so the semantic cache asks the model. The embedder is left alone for {Rest}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, int inARow, TimeSpan rest);
}
