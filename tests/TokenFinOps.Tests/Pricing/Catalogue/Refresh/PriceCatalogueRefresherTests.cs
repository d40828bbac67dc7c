using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Refresh;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Pricing.Catalogue.Refresh;

public sealed class PriceCatalogueRefresherTests : IDisposable
{
    private const string TwoModels = """{"a":{"litellm_provider":"openai","input_cost_per_token":1e-06},"gpt-4o":{"litellm_provider":"openai","input_cost_per_token":9e-06}}""";

    private readonly FakeHttp _http = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    private readonly LogRecorder<PriceCatalogueRefresher> _log = new();
    private readonly PriceCatalogueStore _store = new();
    private readonly PriceCatalogueRefreshOptions _options = new();
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "last-good", Guid.NewGuid().ToString("N"));
    private readonly List<IDisposable> _disposables = [];

    public PriceCatalogueRefresherTests() => _options.Sources.Add(new PriceCatalogueSource("live", "https://prices.example/litellm.json", PriceCatalogueFormat.LiteLlm));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _disposables.ForEach(static disposable => disposable.Dispose());
        _http.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Fresh_prices_win_and_the_shipped_ones_fill_the_gaps()
    {
        _http.Return(TwoModels);

        Assert.True(await Refresher().RefreshAsync(Stop));

        Assert.Equal((1m, 9m), (Price("a"), Price("gpt-4o")));
        Assert.Equal(PriceCatalogue.Shipped.Find(new ModelReference("o3", "openai"))!.Input(), Price("o3"));
        Assert.StartsWith("live 2026-11-22 (", _store.Current.Version, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 11, 22), _store.Current.Find(new ModelReference("a", "openai"))!.Prices.Cards[0].Provenance.CheckedOn);
    }

    [Fact]
    public async Task The_users_prices_survive_every_refresh()
    {
        _options.Overrides.Add(PriceOverride.ForModel("openai", "a", Prices.Card(0.5m)));
        _http.Return(TwoModels);

        await Refresher().RefreshAsync(Stop);

        Assert.Equal(0.5m, Price("a"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.OK, "not valid JSON")]
    [InlineData("{}", HttpStatusCode.OK, "no model with a price")]
    [InlineData("""{"a":{"litellm_provider":"openai","input_cost_per_token":0}}""", HttpStatusCode.OK, "no model with a price")]
    [InlineData("gone", HttpStatusCode.InternalServerError, "500")]
    public async Task A_bad_copy_is_refused_and_the_last_good_one_stays(string body, HttpStatusCode status, string reason)
    {
        PriceCatalogueRefresher refresher = Refresher();
        _http.Return(TwoModels);
        await refresher.RefreshAsync(Stop);
        PriceCatalogue good = _store.Current;

        _http.Return(body, status);

        Assert.False(await refresher.RefreshAsync(Stop));
        Assert.Same(good, _store.Current);
        Assert.Contains(_log.Entries, entry => entry.Id.Id == 4102 && entry.Fault!.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_lost_more_than_half_of_its_models_is_refused()
    {
        PriceCatalogueRefresher refresher = Refresher();
        _http.Return(Models(10));
        await refresher.RefreshAsync(Stop);

        _http.Return(Models(4));
        Assert.False(await refresher.RefreshAsync(Stop));
        Assert.Equal(1m, Price("m9"));

        _http.Return(Models(5));
        Assert.True(await refresher.RefreshAsync(Stop));
        Assert.Null(Price("m9"));
    }

    [Fact]
    public async Task A_fetch_that_never_answers_is_given_up()
    {
        _http.Answer = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            throw new InvalidOperationException("not reached");
        };
        Task<bool> refresh = Refresher().RefreshAsync(Stop);

        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.False(await refresh);
        Assert.IsType<TimeoutException>(_log.Entries.Single(static entry => entry.Id.Id == 4102).Fault);
    }

    [Fact]
    public async Task A_copy_of_boundless_size_is_refused()
    {
        _options.MaxBytes = 50;
        _http.Return(TwoModels);

        Assert.False(await Refresher().RefreshAsync(Stop));
        Assert.Same(PriceCatalogue.Shipped, _store.Current);
    }

    [Fact]
    public async Task An_unchanged_copy_changes_nothing()
    {
        PriceCatalogueRefresher refresher = Refresher();
        _http.Return(TwoModels);
        await refresher.RefreshAsync(Stop);
        PriceCatalogue first = _store.Current;

        _time.Advance(TimeSpan.FromDays(3));
        Assert.True(await refresher.RefreshAsync(Stop));

        Assert.Same(first, _store.Current);
    }

    [Fact]
    public async Task One_failing_source_does_not_hold_up_the_others()
    {
        _options.Sources.Insert(0, new PriceCatalogueSource("broken", "https://broken.example/", PriceCatalogueFormat.GenAiPrices));
        _http.Answer = (request, _) => Task.FromResult(request.RequestUri!.Host == "broken.example"
            ? new HttpResponseMessage(HttpStatusCode.BadGateway)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(TwoModels) });

        Assert.False(await Refresher().RefreshAsync(Stop));
        Assert.Equal(1m, Price("a"));
    }

    [Fact]
    public async Task A_file_is_read_too()
    {
        Directory.CreateDirectory(_folder);
        string path = Path.Combine(_folder, "mine.json");
        await File.WriteAllTextAsync(path, TwoModels, Stop);
        _options.Sources.Clear();
        _options.Sources.Add(new PriceCatalogueSource("file", path, PriceCatalogueFormat.LiteLlm));

        Assert.True(await Refresher().RefreshAsync(Stop));
        Assert.Equal(1m, Price("a"));
        Assert.Equal(0, _http.Requests);
    }

    [Fact]
    public async Task The_last_good_copy_serves_a_start_without_a_network()
    {
        _options.LastGoodFolder = _folder;
        _http.Return(TwoModels);
        await Refresher().RefreshAsync(Stop);
        string version = _store.Current.Version;

        _store.Replace(PriceCatalogue.Shipped);
        _http.Answer = static (_, _) => throw new HttpRequestException("no network");
        _time.Advance(TimeSpan.FromDays(2));
        PriceCatalogueRefresher restarted = Refresher();
        await restarted.StartAsync(Stop);
        await Until(() => _log.Entries.Any(static entry => entry.Id.Id == 4102));

        Assert.Equal((1m, version), (Price("a"), _store.Current.Version));
        await restarted.StopAsync(Stop);
    }

    [Fact]
    public async Task A_damaged_last_good_copy_is_reported_and_passed_over()
    {
        _options.LastGoodFolder = _folder;
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "live.json"), "{", Stop);
        _http.Return(TwoModels);

        PriceCatalogueRefresher refresher = Refresher();
        await refresher.StartAsync(Stop);
        await Until(() => Price("a") == 1m);

        Assert.Contains(_log.Entries, static entry => entry.Id.Id == 4104);
        await refresher.StopAsync(Stop);
    }

    [Fact]
    public async Task It_fetches_again_after_the_interval_and_sooner_after_a_failure()
    {
        PriceCatalogueRefresher refresher = Refresher();
        _http.Return("oops", HttpStatusCode.ServiceUnavailable);
        await refresher.StartAsync(Stop);
        await Until(() => _log.Entries.Count(static entry => entry.Id.Id == 4102) == 1);

        await Advance(TimeSpan.FromMinutes(5), () => _log.Entries.Count(static entry => entry.Id.Id == 4102) >= 2);
        _http.Return(TwoModels);
        await Advance(TimeSpan.FromMinutes(10), () => Price("a") == 1m);
        _http.Return(TwoModels.Replace("1e-06", "2e-06", StringComparison.Ordinal));
        await Advance(TimeSpan.FromHours(24), () => Price("a") == 2m);

        Assert.Equal(4, _http.Requests);
        await refresher.StopAsync(Stop);
    }

    [Fact]
    public async Task Start_up_does_not_wait_for_a_source()
    {
        _http.Answer = static async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            throw new InvalidOperationException("not reached");
        };
        PriceCatalogueRefresher refresher = Refresher();

        await refresher.StartAsync(Stop);

        Assert.Same(PriceCatalogue.Shipped, _store.Current);
        await refresher.StopAsync(Stop);
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        _options.Sources.Add(new PriceCatalogueSource("live", " ", PriceCatalogueFormat.LiteLlm));
        _options.Sources.Add(new PriceCatalogueSource("../up", "x.json", (PriceCatalogueFormat)99) { Interval = TimeSpan.Zero });
        _options.Timeout = TimeSpan.Zero;
        _options.LeastShare = double.NaN;
        _options.MaxBytes = 0;

        OptionsValidationException fault = Assert.Throws<OptionsValidationException>(Refresher);

        Assert.Equal(8, fault.Failures.Count());
    }

    private static string Models(int count) =>
        "{" + string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"m{i}\":{{\"litellm_provider\":\"openai\",\"input_cost_per_token\":1e-06}}")) + "}";

    private static async Task Until(Func<bool> reached)
    {
        while (!reached())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task Advance(TimeSpan time, Func<bool> reached)
    {
        // The refresher may not have begun to wait yet; a little more fake time then sets it going.
        _time.Advance(time);
        while (!reached())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private decimal? Price(string model) => _store.Current.Find(new ModelReference(model, "openai"))?.Input();

    private PriceCatalogueRefresher Refresher()
    {
        var client = new HttpClient(_http, disposeHandler: false);
        var refresher = new PriceCatalogueRefresher(_store, _options, client, _log, _time);
        _disposables.Add(client);
        _disposables.Add(refresher);
        return refresher;
    }
}
