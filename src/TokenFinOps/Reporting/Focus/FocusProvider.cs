namespace TokenFinOps.Reporting.Focus;

/// <summary>Who stands behind a provider's id: the names on the invoice and on the service.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Name">Who sells the service; <c>ProviderName</c>, in 1.4 <c>ServiceProviderName</c>.</param>
public sealed record FocusProvider(string Name)
{
    /// <summary>
    /// Gets who writes the invoice; <c>InvoiceIssuerName</c>. The default is <see cref="Name"/>. FOCUS 1.2 asks for a billed cost of 0 where another than the
    /// provider writes it, so that for a marketplace the marketplace is best named as the provider, and the model's maker as <see cref="PublisherName"/>.
    /// </summary>
    public string InvoiceIssuerName { get; init; } = Name;

    /// <summary>Gets whose machines the service runs on; <c>HostProviderName</c> of 1.4. The default is <see cref="Name"/>.</summary>
    public string HostName { get; init; } = Name;

    /// <summary>Gets who made what is sold; <c>PublisherName</c> of 1.2. The default is <see cref="Name"/>.</summary>
    public string PublisherName { get; init; } = Name;

    /// <summary>Gets the name of the service. The default is <see cref="Name"/> and <c>API</c>.</summary>
    public string ServiceName { get; init; } = $"{Name} API";

    /// <summary>Gets who made the models, where the provider sells its own only. The default is <see langword="null"/>.</summary>
    public string? Developer { get; init; }

    /// <summary>Gets the account that the provider bills, or <see langword="null"/>, the default, for <see cref="FocusExportOptions.BillingAccountId"/>.</summary>
    public string? BillingAccountId { get; init; }

    /// <summary>Gets the name of that account, or <see langword="null"/>, the default, for <see cref="FocusExportOptions.BillingAccountName"/>.</summary>
    public string? BillingAccountName { get; init; }

    /// <summary>Gets the region that serves calls whose terms name none. The default is <see langword="null"/>: not known, or global.</summary>
    public string? RegionId { get; init; }
}
