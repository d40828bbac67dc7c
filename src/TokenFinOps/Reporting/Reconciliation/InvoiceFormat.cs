using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Says which columns of a CSV file hold what: a map from a provider's headers to the parts of an <see cref="InvoiceLine"/>.</summary>
/// <remarks>
/// <para>
/// Every part lists the headers that it may have; the first that the file has counts. Headers are compared without regard to case, and a space or a dash is an
/// underscore. <see cref="InvoiceFormats"/> has those of known providers: <c>InvoiceFormats.Generic with { Amount = ["Kosten"] }</c> reads any other.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed record InvoiceFormat
{
    /// <summary>Gets the name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the id of the provider that sends such files, e.g. <c>openai</c>; <see langword="null"/>, the default, is any.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the headers of the day or moment: a date, an ISO 8601 date and time, or Unix seconds. Needed.</summary>
    public required ImmutableArray<string> Date { get; init; }

    /// <summary>Gets the headers of the model. Without such a column the model is what stands before the comma of the line item.</summary>
    public ImmutableArray<string> Model { get; init; } = [];

    /// <summary>Gets the headers of the line item or kind of token.</summary>
    public ImmutableArray<string> LineItem { get; init; } = [];

    /// <summary>Gets the headers of the quantity of the line item.</summary>
    public ImmutableArray<string> Quantity { get; init; } = [];

    /// <summary>Gets the headers of the amount.</summary>
    public ImmutableArray<string> Amount { get; init; } = [];

    /// <summary>Gets the headers of the currency.</summary>
    public ImmutableArray<string> Currency { get; init; } = [];

    /// <summary>Gets the headers of the project or workspace.</summary>
    public ImmutableArray<string> Project { get; init; } = [];

    /// <summary>Gets the headers of the API key.</summary>
    public ImmutableArray<string> ApiKey { get; init; } = [];

    /// <summary>Gets the columns that each count one kind of tokens.</summary>
    public ImmutableArray<InvoiceQuantityColumn> Tokens { get; init; } = [];

    /// <summary>Gets a value indicating whether the column of input tokens counts cached ones too, so that they are taken off it. The default is <see langword="false"/>.</summary>
    public bool InputIncludesCached { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency of files without a column for it. The default is <c>USD</c>.</summary>
    /// <exception cref="ArgumentException">The code is not an active ISO 4217 code.</exception>
    public string DefaultCurrency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets how many units of the amount make one unit of the currency: 1, the default, or 100 for cents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int AmountPer
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
        = 1;
}
