using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>Reads price sources again and again in the background, and puts what they say in force.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>At the start the last good copies are loaded from the folder, where one is set.</description></item>
/// <item><description>Each source is fetched when its copy is old. A copy that cannot be fetched or read, is empty or has shrunk suspiciously is refused and logged; the last good one stays.</description></item>
/// <item><description>The sources are laid over the fallback, the user's prices over all, and the store is swapped in one step.</description></item>
/// </list>
/// Neither the start of the host nor any call waits for it, and no failure of a source stops it. Thread-safe.
/// </remarks>
public sealed class PriceCatalogueRefresher : BackgroundService
{
    private readonly PriceCatalogueStore _store;
    private readonly PriceCatalogueRefreshOptions _options;
    private readonly ILogger<PriceCatalogueRefresher> _logger;
    private readonly TimeProvider _time;
    private readonly SourceReader _reader;
    private readonly LastGoodCopies? _copies;
    private readonly SourceState[] _states;

    // Never disposed: a fetch may still be letting go of it, and nobody asks for its wait handle.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueRefresher"/> class.</summary>
    /// <param name="store">The store whose catalogue is replaced.</param>
    /// <param name="options">The sources and limits. They are read once, here.</param>
    /// <param name="http">What addresses are fetched with; its own timeout should not be shorter than that of the options.</param>
    /// <param name="logger">Where refusals and successes are logged.</param>
    /// <param name="time">The clock; the default is the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong.</exception>
    public PriceCatalogueRefresher(
        PriceCatalogueStore store,
        PriceCatalogueRefreshOptions options,
        HttpClient http,
        ILogger<PriceCatalogueRefresher> logger,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        _store = store;
        _options = options;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        _reader = new SourceReader(http, options.Timeout, options.MaxBytes, _time);
        _copies = options.LastGoodFolder is { } folder ? new LastGoodCopies(folder) : null;
        _states = [.. options.Sources.Select(static source => new SourceState(source))];
    }

    /// <summary>Fetches every source now, whether it is due or not, and puts what they say in force.</summary>
    /// <param name="cancellationToken">Stops the fetching; what is in force stays.</param>
    /// <returns><see langword="true"/> when every source gave a good copy.</returns>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken = default) => RefreshAsync(static _ => true, cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await LoadLastGoodAsync(stoppingToken);
        while (_states.Length > 0)
        {
            await RefreshAsync(state => state.Due <= _time.GetUtcNow(), stoppingToken);
            TimeSpan wait = _states.Min(static state => state.Due) - _time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, stoppingToken);
            }
        }
    }

    private async Task<bool> RefreshAsync(Func<SourceState, bool> isDue, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            bool allGood = true;
            bool anyNew = false;
            foreach (SourceState state in _states.Where(isDue))
            {
                (bool good, bool isNew) = await RefreshAsync(state, cancellationToken);
                allGood &= good;
                anyNew |= isNew;
            }

            if (anyNew)
            {
                Publish();
            }

            return allGood;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(bool Good, bool IsNew)> RefreshAsync(SourceState state, CancellationToken cancellationToken)
    {
        try
        {
            byte[] json = await _reader.ReadAsync(state.Source, cancellationToken);
            DateTimeOffset now = _time.GetUtcNow();
            bool isNew = Accept(state, json, now);
            state.Succeeded(now);
            if (isNew)
            {
                SaveLastGood(state.Source, json, now);
            }

            return (true, isNew);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            state.Failed(_time.GetUtcNow(), _options.RetryAfter);
            _logger.SourceRefused(fault, state.Source.Name, state.Source.Location, state.Due);
            return (false, false);
        }
    }

    private bool Accept(SourceState state, byte[] json, DateTimeOffset fetched)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(json))[..8];
        if (digest == state.Digest)
        {
            return false;
        }

        PriceCatalogueSource source = state.Source;
        DateOnly day = DateOnly.FromDateTime(fetched.UtcDateTime);
        var provenance = new RateProvenance($"{source.Name} {day:yyyy-MM-dd} ({digest})", source.Location, day, source.Licence);
        ImportResult result = PriceCatalogueImporter.Import(source.Format, json, provenance);
        Check(state, result.Catalogue);
        state.Accept(result.Catalogue, digest);
        _logger.SourceAccepted(source.Name, result.Catalogue.Models.Length, result.Warnings.Length);
        foreach (ImportWarning warning in result.Warnings)
        {
            _logger.ImportWarned(source.Name, warning.Model, warning.Key, warning.Reason);
        }

        return true;
    }

    private void Check(SourceState state, PriceCatalogue catalogue)
    {
        int before = state.Catalogue?.Models.Length ?? 0;
        if (catalogue.Models.IsEmpty)
        {
            throw new InvalidDataException($"{state.Source.Location} has no model with a price. Check that the format '{state.Source.Format}' is right.");
        }

        if (catalogue.Models.Length < before * _options.LeastShare)
        {
            throw new InvalidDataException(
                $"{state.Source.Location} has {catalogue.Models.Length} models where the last good copy has {before}. If that is right, lower LeastShare or delete the last good copy.");
        }
    }

    private async Task LoadLastGoodAsync(CancellationToken cancellationToken)
    {
        if (_copies is null)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            LoadLastGood(_copies);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void LoadLastGood(LastGoodCopies copies)
    {
        bool any = false;
        foreach (SourceState state in _states)
        {
            try
            {
                any |= copies.Load(state.Source) is ({ } json, var fetched) && Accept(state, json, fetched);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
            {
                _logger.LastGoodUnreadable(fault, state.Source.Name);
            }
        }

        if (any)
        {
            Publish();
        }
    }

    private void SaveLastGood(PriceCatalogueSource source, byte[] json, DateTimeOffset fetched)
    {
        try
        {
            _copies?.Save(source, json, fetched);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _logger.LastGoodNotSaved(fault, source.Name);
        }
    }

    private void Publish()
    {
        PriceCatalogue merged = PriceCatalogue.Empty;
        foreach (SourceState state in _states)
        {
            merged = state.Catalogue is { } catalogue ? merged.FilledFrom(catalogue) : merged;
        }

        merged = merged.FilledFrom(_options.Fallback ?? PriceCatalogue.Shipped).With(_options.Overrides);
        _store.Replace(merged);
        _logger.CatalogueReplaced(merged.Version, merged.Models.Length);
    }
}
