using System.Diagnostics.CodeAnalysis;

namespace TokenFinOps.Reporting.Focus;

/// <summary>A version of the FinOps Open Cost and Usage Specification, which decides the columns of an export.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "V12 would be version 12.")]
public enum FocusVersion
{
    /// <summary>FOCUS 1.2 of 2025, which the official validator knows: <c>ProviderName</c> and <c>PublisherName</c>. The default.</summary>
    V1_2,

    /// <summary>FOCUS 1.4 of 2026: <c>ServiceProviderName</c> and <c>HostProviderName</c> in place of <c>ProviderName</c> and <c>PublisherName</c>.</summary>
    V1_4,

    /// <summary>
    /// The draft of 1.5: as 1.4, with the token properties of <c>SkuPriceDetails</c> under their own names instead of <c>x_</c> names, and with
    /// <c>PrincipalId</c> and <c>ConsumerId</c>. A draft may still change.
    /// </summary>
    V1_5Draft,
}
