namespace TokenFinOps.Onnx.Models;

/// <summary>Says which file is missing before a library says something else.</summary>
internal static class ModelFiles
{
    /// <exception cref="ArgumentException">No path was given.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Require(string path, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no {what} '{path}'. Model files are not in the package; its README says how to export them.", path);
        }
    }
}
