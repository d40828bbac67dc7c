namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>Reads the bytes of a source, within limits of time and size.</summary>
internal sealed class SourceReader(HttpClient http, TimeSpan timeout, int maxBytes, TimeProvider time)
{
    public async Task<byte[]> ReadAsync(PriceCatalogueSource source, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return source.Address is { } address ? await DownloadAsync(source, address, either.Token) : await ReadFileAsync(source, either.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{source.Location} did not answer within {timeout}.");
        }
    }

    private async Task<byte[]> DownloadAsync(PriceCatalogueSource source, Uri address, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAllAsync(source, body, cancellationToken);
    }

    private async Task<byte[]> ReadFileAsync(PriceCatalogueSource source, CancellationToken cancellationToken)
    {
        await using FileStream file = new(source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
        return await ReadAllAsync(source, file, cancellationToken);
    }

    private async Task<byte[]> ReadAllAsync(PriceCatalogueSource source, Stream stream, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > maxBytes)
            {
                throw new InvalidDataException($"{source.Location} has more than {maxBytes} bytes; check the address, or raise MaxBytes.");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
