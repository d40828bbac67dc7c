using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

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

    /// <summary>Embeds a text.</summary>
    /// <returns>The vector, or an empty one when it could not be made in time.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Without a vector the model is asked.")]
    public async ValueTask<ReadOnlyMemory<float>> EmbedAsync(string text, CancellationToken cancellationToken)
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
            GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync([text], cancellationToken: both.Token).WaitAsync(both.Token).ConfigureAwait(false);
            Volatile.Write(ref _failuresInARow, 0);
            return made.Count == 1 ? made[0].Vector : default;
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
