using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Focus;

/// <summary>The columns of an export, in order: those of FOCUS by name, then the custom ones, whose names begin with <c>x_</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FocusSchema
{
    private FocusSchema(FocusVersion version, IEnumerable<FocusColumn> standard, IEnumerable<FocusColumn> custom)
    {
        Version = version;
        Columns = [.. standard.OrderBy(static column => column.Name, StringComparer.Ordinal), .. custom];
    }

    /// <summary>Gets the version of FOCUS.</summary>
    public FocusVersion Version { get; }

    /// <summary>Gets the columns.</summary>
    public ImmutableArray<FocusColumn> Columns { get; }

    /// <summary>Makes the columns of an export.</summary>
    /// <param name="version">The version of FOCUS.</param>
    /// <param name="granularity">How much a row adds up; at <see cref="FocusGranularity.Call"/> there are columns for the call's own values.</param>
    /// <returns>The columns.</returns>
    public static FocusSchema For(FocusVersion version, FocusGranularity granularity = FocusGranularity.Hour)
    {
        bool isDraft = version == FocusVersion.V1_5Draft;
        FocusColumn[] providers = version == FocusVersion.V1_2 ? SchemaColumns.Providers12 : SchemaColumns.Providers14;
        FocusColumn[] call = granularity == FocusGranularity.Call ? SchemaColumns.OfCall : [];
        return new FocusSchema(
            version,
            [.. SchemaColumns.Common, .. providers, .. isDraft ? Actors(string.Empty) : []],
            [.. isDraft ? [] : Actors("x_"), .. SchemaColumns.Custom, .. call]);
    }

    private static FocusColumn[] Actors(string prefix) =>
    [
        FocusColumn.Text(prefix + "ConsumerId", static row => row.ConsumerId),
        FocusColumn.Text(prefix + "PrincipalId", static row => row.PrincipalId),
    ];
}
