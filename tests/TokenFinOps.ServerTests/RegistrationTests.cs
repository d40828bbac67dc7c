using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.PostgreSql;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Server")]
    [InlineData("Port=x;Password=secret")]
    [InlineData("Host=h;Nonsense=secret")]
    [InlineData("postgres://app:secret@db/finops")]
    [InlineData("Username=app;Password=secret")]
    public void A_connection_string_that_is_none_is_refused_at_registration_without_telling_it(string connectionString)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UsePostgreSql(connectionString)));

        Assert.Contains("write it as Host=", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_registration_all_in_one_message()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UsePostgreSql(
            "Host=h", static options => (options.Schema, options.SpoolLimit, options.SpoolPath, options.MaxBatch) = ("a\"b", -1, " ", 0))));

        Assert.All(["Schema", "SpoolLimit", "SpoolPath", "MaxBatch"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_caches_store_of_the_last_registration_is_the_one_and_its_options_are_checked()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddTokenFinOps(static finops => finops.UsePostgreSqlCache("Host=h").UsePostgreSqlCache("Host=other", static options => options.Schema = "cache"))
            .BuildServiceProvider();

        Assert.IsType<PostgreSqlSemanticCacheStore>(Assert.Single(services.GetServices<ISemanticCacheStore>()));
        ArgumentException fault = Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddTokenFinOps(static finops => finops.UsePostgreSqlCache(
            "Host=h", static options => (options.Schema, options.KeepRemovals) = ("a\"b", TimeSpan.FromMinutes(1)))));
        Assert.All(["Schema is 'a\"b'", "KeepRemovals is 00:01:00"], part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.Contains(
            "write it as Host=",
            Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddTokenFinOps(static finops => finops.UsePostgreSqlCache("Port=x;Password=secret"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_neither_in_faults_nor_in_the_state()
    {
        await using var schema = new ClosedServer();
        await schema.Ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(async () => await schema.Ledger.AskAsync(LedgerQuery.All));

        Assert.DoesNotContain("secret", $"{fault} {schema.Ledger.Health}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_buffered_is_written_when_the_host_stops()
    {
        TestServer.Require();
        await using var schema = new TestSchema();
        await using ServiceProvider services = new ServiceCollection()
            .AddTokenFinOps(finops => finops.UsePostgreSql(
                schema.ConnectionString, options => (options.Schema, options.SpoolPath, options.MaxDelay) = (schema.Name, schema.SpoolPath, TimeSpan.FromMinutes(1))))
            .BuildServiceProvider();
        await services.GetRequiredService<ICostLedger>().AppendAllAsync(EntryBuilder.Attempt(1m));
        foreach (IHostedService service in services.GetServices<IHostedService>())
        {
            await service.StopAsync(TestContext.Current.CancellationToken);
        }

        await using PostgreSqlCostLedger other = schema.Open();
        Assert.Equal(1, (await other.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\0b", @"a\u0000b")]
    [InlineData(@"a\b", @"a\\b")]
    [InlineData("🚀", "🚀")]
    public void Text_that_the_server_refuses_is_written_so_that_it_comes_back(string text, string written)
    {
        Assert.Equal(written, ServerText.Escape(text));
        Assert.Equal(text, ServerText.Unescape(written));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_written_so_that_it_comes_back()
    {
        Assert.Equal(@"x\uD83D", ServerText.Escape("x\ud83d"));
        Assert.Equal("x\ud83d", ServerText.Unescape(@"x\uD83D"));
    }

    /// <summary>A ledger whose server does not exist.</summary>
    private sealed class ClosedServer : IAsyncDisposable
    {
        private readonly string _spool = Path.Combine(Path.GetTempPath(), $"tokenfinops-{Guid.NewGuid():N}");

        public ClosedServer() => Ledger = new PostgreSqlCostLedger("Host=127.0.0.1;Port=1;Username=app;Password=secret", new PostgreSqlLedgerOptions { SpoolPath = _spool });

        public PostgreSqlCostLedger Ledger { get; }

        public async ValueTask DisposeAsync()
        {
            await Ledger.DisposeAsync();
            Directory.Delete(_spool, recursive: true);
        }
    }
}
