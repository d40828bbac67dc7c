namespace TokenFinOps.Attribution;

/// <summary>Reads a stream as if the scope it was asked for in were still open.</summary>
/// <remarks>
/// A hand-written enumerator, not an async iterator: an <see cref="AsyncLocal{T}"/> set inside an async iterator is undone at its first <c>yield</c>.
/// </remarks>
internal sealed class AttributedStream<T>(IAsyncEnumerable<T> inner, AttributionScope? scope) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        AttributionScope? previous = AttributionScope.Exchange(scope);
        try
        {
            return new Enumerator(inner.GetAsyncEnumerator(cancellationToken), scope);
        }
        finally
        {
            AttributionScope.Exchange(previous);
        }
    }

    private sealed class Enumerator(IAsyncEnumerator<T> inner, AttributionScope? scope) : IAsyncEnumerator<T>
    {
        public T Current => inner.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            AttributionScope? previous = AttributionScope.Exchange(scope);
            try
            {
                return inner.MoveNextAsync();
            }
            finally
            {
                AttributionScope.Exchange(previous);
            }
        }

        public ValueTask DisposeAsync()
        {
            AttributionScope? previous = AttributionScope.Exchange(scope);
            try
            {
                return inner.DisposeAsync();
            }
            finally
            {
                AttributionScope.Exchange(previous);
            }
        }
    }
}
