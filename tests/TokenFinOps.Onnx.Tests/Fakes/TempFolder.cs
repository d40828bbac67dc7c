namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("tokenfinops-").FullName;

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string WriteLines(string name, params IEnumerable<string> lines)
    {
        string path = Path.Combine(_path, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
