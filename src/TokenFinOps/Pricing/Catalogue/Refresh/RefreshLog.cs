using Microsoft.Extensions.Logging;

namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>What the refresher logs.</summary>
internal static partial class RefreshLog
{
    [LoggerMessage(4101, LogLevel.Information, "Prices of '{Source}' were read: {Models} models, {Warnings} notes on what cannot be expressed.")]
    public static partial void SourceAccepted(this ILogger logger, string source, int models, int warnings);

    [LoggerMessage(4102, LogLevel.Warning, "Prices of '{Source}' could not be taken from {Location}; the last good ones stay in force. Next attempt at {Next:O}.")]
    public static partial void SourceRefused(this ILogger logger, Exception fault, string source, string location, DateTimeOffset next);

    [LoggerMessage(4103, LogLevel.Information, "Price catalogue '{Version}' is in force: {Models} models.")]
    public static partial void CatalogueReplaced(this ILogger logger, string version, int models);

    [LoggerMessage(4104, LogLevel.Warning, "The last good copy of '{Source}' could not be read; it is fetched anew.")]
    public static partial void LastGoodUnreadable(this ILogger logger, Exception fault, string source);

    [LoggerMessage(4105, LogLevel.Warning, "The last good copy of '{Source}' could not be saved; a start without a network will lack it.")]
    public static partial void LastGoodNotSaved(this ILogger logger, Exception fault, string source);

    [LoggerMessage(4106, LogLevel.Debug, "'{Source}', model '{Model}', key '{Key}': {Reason}.")]
    public static partial void ImportWarned(this ILogger logger, string source, string model, string key, string reason);
}
