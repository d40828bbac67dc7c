namespace TokenFinOps.PostgreSql.Database;

/// <summary>Checks names of schemas, which stand in SQL as they are.</summary>
internal static class SchemaName
{
    private const int Longest = 48;

    /// <summary>Says what is wrong with a name.</summary>
    /// <returns><see langword="null"/> when it is in order.</returns>
    public static string? FaultOf(string? name) =>
        string.IsNullOrEmpty(name) || name.Length > Longest || !name.All(IsOfName) || char.IsAsciiDigit(name[0]) || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase)
            ? $"Schema is '{name}'; use at most {Longest} letters, digits and underscores, no digit first, and not pg_."
            : null;

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
