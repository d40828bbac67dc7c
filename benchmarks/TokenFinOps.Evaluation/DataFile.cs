using System.IO.Compression;
using System.Text.Json;

namespace TokenFinOps.Evaluation;

/// <summary>Opens data files, compressed or not.</summary>
internal static class DataFile
{
    private const string Compressed = ".gz";

    /// <summary>Finds a file under its name or under its name with <c>.gz</c>.</summary>
    /// <returns>The path that exists, or <see langword="null"/>.</returns>
    public static string? Find(string path) =>
        File.Exists(path) ? path
        : File.Exists(path + Compressed) ? path + Compressed
        : null;

    /// <exception cref="EvaluationException">There is no such file.</exception>
    public static Stream Open(string path)
    {
        string found = Find(path) ?? throw new EvaluationException($"There is no file '{path}', nor '{path}{Compressed}'.");
        FileStream file = File.OpenRead(found);
        return found.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <exception cref="EvaluationException">There is no such file, or it is not JSON.</exception>
    public static JsonDocument OpenJson(string path)
    {
        try
        {
            using Stream stream = Open(path);
            return JsonDocument.Parse(stream);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new EvaluationException($"'{path}' is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Gets the name of a data set: the last part of its path, without its extensions.</summary>
    public static string NameOf(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? NameOf(name[..^Compressed.Length]) : Path.GetFileNameWithoutExtension(name);
    }
}
