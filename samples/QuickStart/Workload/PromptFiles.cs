using System.Collections.Frozen;
using System.Reflection;

namespace QuickStart.Workload;

/// <summary>The prompts and handbook pages that are embedded in the sample.</summary>
internal static class PromptFiles
{
    private const string PromptPrefix = "prompt/";
    private const string PagePrefix = "handbook/";

    private static readonly FrozenDictionary<string, string> Files = Assembly.GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(static name => name.StartsWith(PromptPrefix, StringComparison.Ordinal) || name.StartsWith(PagePrefix, StringComparison.Ordinal))
        .ToFrozenDictionary(static name => name, Read);

    /// <summary>Gets the pages of the handbook, in a fixed order.</summary>
    public static IReadOnlyList<string> Handbook { get; } =
    [
        .. Files
            .Where(static file => file.Key.StartsWith(PagePrefix, StringComparison.Ordinal))
            .OrderBy(static file => file.Key, StringComparer.Ordinal)
            .Select(static file => file.Value),
    ];

    /// <summary>Joins prompts. What comes first is what a prompt cache can share.</summary>
    public static string Join(params ReadOnlySpan<string> names)
    {
        string text = string.Empty;
        foreach (string name in names)
        {
            text += (text.Length > 0 ? "\n\n" : string.Empty) + Files[PromptPrefix + name + ".md"].TrimEnd();
        }

        return text;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
