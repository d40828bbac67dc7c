using System.Text;
using System.Text.Json;
using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes tags as a JSON object, for people who look into a database.</summary>
internal static class TagJson
{
    /// <summary>Writes tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="escape">Takes out what a database does not store; <see langword="null"/> for nothing.</param>
    public static string Write(TagSet tags, Func<string, string>? escape = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in tags)
            {
                json.WriteString(escape?.Invoke(name) ?? name, escape?.Invoke(value) ?? value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
