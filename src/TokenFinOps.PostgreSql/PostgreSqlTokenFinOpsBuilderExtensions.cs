using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Budgets;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql;

/// <summary>Keeps the cost ledger, budgets and the semantic cache in PostgreSQL.</summary>
public static class PostgreSqlTokenFinOpsBuilderExtensions
{
    /// <summary>Keeps the ledger, and what is left of budgets, in a PostgreSQL database, which many processes can share. What is pending is written when the host stops.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">How to connect: <c>Host=db;Database=finops;Username=app;Password=…</c>.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public static TokenFinOpsBuilder UsePostgreSql(this TokenFinOpsBuilder builder, string connectionString, Action<PostgreSqlLedgerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LedgerDataSource.Validate(connectionString);
        PostgreSqlLedgerOptions options = Configure(configure);
        KeepBudgets(builder, () => new PostgreSqlBudgetBackend(LedgerDataSource.Of(connectionString), options.Schema, ownsSource: true));
        return Use(builder, services => new PostgreSqlCostLedger(
            connectionString, options, services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<PostgreSqlCostLedger>>()));
    }

    /// <summary>Keeps the ledger, and what is left of budgets, in a PostgreSQL database whose connections the application sets up, e.g. with changing passwords.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from. It is not disposed of.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static TokenFinOpsBuilder UsePostgreSql(this TokenFinOpsBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlLedgerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        PostgreSqlLedgerOptions options = Configure(configure);
        KeepBudgets(builder, () => new PostgreSqlBudgetBackend(dataSource, options.Schema, ownsSource: false));
        return Use(builder, services => new PostgreSqlCostLedger(
            dataSource, options, services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<PostgreSqlCostLedger>>()));
    }

    /// <summary>
    /// Keeps the semantic cache's entries in a PostgreSQL database: all processes that use the schema share them, each searches in its own memory, and the cache is warm after
    /// a start.
    /// </summary>
    /// <remarks>
    /// Questions and answers of all tenants are stored as text in the table <c>cache_entry</c>. Every role that may read it, superusers, and whoever has a backup can read them.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">How to connect: <c>Host=db;Database=finops;Username=app;Password=…</c>.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public static TokenFinOpsBuilder UsePostgreSqlCache(this TokenFinOpsBuilder builder, string connectionString, Action<PostgreSqlSemanticCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LedgerDataSource.Validate(connectionString);
        PostgreSqlSemanticCacheOptions options = ConfigureCache(configure);
        return UseCache(builder, services => new PostgreSqlSemanticCacheStore(
            connectionString, options, services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<PostgreSqlSemanticCacheStore>>()));
    }

    /// <summary>Keeps the semantic cache's entries in a PostgreSQL database whose connections the application sets up, e.g. with changing passwords.</summary>
    /// <remarks>
    /// Questions and answers of all tenants are stored as text in the table <c>cache_entry</c>. Every role that may read it, superusers, and whoever has a backup can read them.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from. It is not disposed of.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static TokenFinOpsBuilder UsePostgreSqlCache(this TokenFinOpsBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlSemanticCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        PostgreSqlSemanticCacheOptions options = ConfigureCache(configure);
        return UseCache(builder, services => new PostgreSqlSemanticCacheStore(
            dataSource, options, services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<PostgreSqlSemanticCacheStore>>()));
    }

    private static PostgreSqlLedgerOptions Configure(Action<PostgreSqlLedgerOptions>? configure)
    {
        var options = new PostgreSqlLedgerOptions();
        configure?.Invoke(options);
        options.Validate();
        return options;
    }

    private static PostgreSqlSemanticCacheOptions ConfigureCache(Action<PostgreSqlSemanticCacheOptions>? configure)
    {
        var options = new PostgreSqlSemanticCacheOptions();
        configure?.Invoke(options);
        options.Validate();
        return options;
    }

    private static TokenFinOpsBuilder UseCache(TokenFinOpsBuilder builder, Func<IServiceProvider, ISemanticCacheStore> factory)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton(factory));
        return builder;
    }

    private static void KeepBudgets(TokenFinOpsBuilder builder, Func<PostgreSqlBudgetBackend> backend) =>
        builder.Services.Replace(ServiceDescriptor.Singleton<IBudgetStore>(services => new SharedBudgetStore(
            backend(),
            builder.Budgets.StoreTimeout,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<PostgreSqlCostLedger>>() ?? (ILogger)NullLogger.Instance)));

    private static TokenFinOpsBuilder Use(TokenFinOpsBuilder builder, Func<IServiceProvider, PostgreSqlCostLedger> factory)
    {
        builder.Services.AddSingleton<IDurableCostLedger>(factory);
        builder.Services.AddSingleton<IHostedService>(static provider => new LedgerFlusher(provider.GetRequiredService<IDurableCostLedger>()));
        return builder.UseLedger(static provider => provider.GetRequiredService<IDurableCostLedger>());
    }
}
