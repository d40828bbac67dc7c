namespace TokenFinOps.Tests.Pricing.Extraction;

/// <summary>Finds the data sets that stand beside the repository: <c>../shared/data</c>, or where <c>TOKENFINOPS_DATA</c> says.</summary>
internal static class OracleData
{
    public const string Absent = "The data sets are not beside the repository, and TOKENFINOPS_DATA does not say where they are.";

    /// <summary>Finds a file or a folder.</summary>
    /// <returns>Its path, or <see langword="null"/> when it is not there.</returns>
    public static string? Find(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("TOKENFINOPS_DATA") ?? BesideRepository();
        string path = Path.Combine(folder ?? string.Empty, name);
        return folder is not null && (File.Exists(path) || Directory.Exists(path)) ? path : null;
    }

    private static string? BesideRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TokenFinOps.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : null;
    }
}
