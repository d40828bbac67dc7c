namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Reads the names of properties.</summary>
internal static class FieldNames
{
    /// <summary>Takes dashes, underscores and spaces out of a name: <c>final_answer</c> and <c>finalAnswer</c> become one but for case.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
