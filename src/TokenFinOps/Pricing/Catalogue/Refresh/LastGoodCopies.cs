namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>Keeps each source's last good copy in a folder. A copy is replaced in one step, so that a crash leaves the old one or the new one.</summary>
internal sealed class LastGoodCopies(string folder)
{
    public (byte[] Json, DateTimeOffset Fetched)? Load(PriceCatalogueSource source)
    {
        string path = PathOf(source);
        return File.Exists(path) ? (File.ReadAllBytes(path), new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero)) : null;
    }

    public void Save(PriceCatalogueSource source, byte[] json, DateTimeOffset fetched)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(source);
        string draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(draft, json);
            File.SetLastWriteTimeUtc(draft, fetched.UtcDateTime);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private string PathOf(PriceCatalogueSource source) => Path.Combine(folder, source.Name + ".json");
}
