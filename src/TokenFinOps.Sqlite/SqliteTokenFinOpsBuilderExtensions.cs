using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Sqlite.Budgets;
using TokenFinOps.Sqlite.Caching;

namespace TokenFinOps.Sqlite;

/// <summary>Keeps the cost ledger, budgets and the semantic cache in SQLite files.</summary>
public static class SqliteTokenFinOpsBuilderExtensions
{
    /// <summary>Keeps the cost ledger, and what is left of budgets, in an SQLite file, which is made when it is not there.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The file, e.g. <c>Data Source=finops.db</c>.</param>
    /// <param name="configure">Changes how it writes and what it keeps.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string names no file.</exception>
    public static TokenFinOpsBuilder UseSqlite(this TokenFinOpsBuilder builder, string connectionString, Action<SqliteLedgerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SqliteLedgerOptions();
        configure?.Invoke(options);
        options.Validate();
        _ = new LedgerFile(connectionString, options);
        builder.Services.AddSingleton<IDurableCostLedger>(provider => new SqliteCostLedger(
            connectionString, options, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<SqliteCostLedger>>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IBudgetStore>(provider => new SharedBudgetStore(
            new SqliteBudgetBackend(new LedgerFile(connectionString, options)),
            builder.Budgets.StoreTimeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<SqliteCostLedger>>() ?? (ILogger)NullLogger.Instance)));
        builder.Services.AddSingleton<IHostedService>(static provider => new LedgerFlusher(provider.GetRequiredService<IDurableCostLedger>()));
        return builder.UseLedger(static provider => provider.GetRequiredService<IDurableCostLedger>());
    }

    /// <summary>Keeps the semantic cache's entries in an SQLite file, which is made when it is not there, so that the cache is warm after a start. It may be the ledger's file.</summary>
    /// <remarks>
    /// Questions and answers are stored as text. Who can read the file, its <c>-wal</c> file or a backup can read them: the account of the application, administrators of
    /// the machine, and whoever else the file's permissions let in.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The file, e.g. <c>Data Source=finops.db</c>.</param>
    /// <param name="configure">Changes how it reads and waits.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string names no file.</exception>
    public static TokenFinOpsBuilder UseSqliteCache(this TokenFinOpsBuilder builder, string connectionString, Action<SqliteSemanticCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SqliteSemanticCacheOptions();
        configure?.Invoke(options);
        options.Validate();
        _ = new CacheFile(connectionString, options);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISemanticCacheStore>(
            provider => new SqliteSemanticCacheStore(connectionString, options, provider.GetRequiredService<TimeProvider>())));
        return builder;
    }
}
