using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>Finds the shared price data, which are no part of the project; tests that need them are skipped without.</summary>
internal static class CatalogueData
{
    private static readonly string? Folder = Find();

    public static byte[] Read(string name)
    {
        string path = Path.Combine(Folder ?? ".", "pricing", name);
        Assert.SkipUnless(File.Exists(path), $"The shared data file pricing/{name} is not here; set TOKENFINOPS_DATA to its folder.");
        using FileStream file = File.OpenRead(path);
        using var buffer = new MemoryStream();
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            plain.CopyTo(buffer);
        }
        else
        {
            file.CopyTo(buffer);
        }

        return buffer.ToArray();
    }

    public static JsonElement Json(string name) => JsonDocument.Parse(Read(name)).RootElement;

    public static ReadOnlyMemory<byte> Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TOKENFINOPS_DATA") is { Length: > 0 } set)
        {
            return set;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TokenFinOps.sln")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "data");
            }
        }

        return null;
    }
}
