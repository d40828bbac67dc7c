namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Writes strings so that no two different values look alike.</summary>
internal static class JsonQuoting
{
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
