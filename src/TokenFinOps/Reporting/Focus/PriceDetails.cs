using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Writes <c>SkuPriceDetails</c>. Properties of the 1.5 draft carry <c>x_</c> where the version does not define them.</summary>
internal sealed class PriceDetails(FocusVersion version)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<KeyValuePair<string, string>> _properties = [];

    /// <summary>Writes a JSON object of texts.</summary>
    public static string ToJson(ReadOnlySpan<KeyValuePair<string, string>> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach ((string key, string value) in properties)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Adds a property that the 1.5 draft defines; nothing when it is not known.</summary>
    public void Add(string key, string? value) => Put(version == FocusVersion.V1_5Draft ? key : "x_" + key, value);

    /// <summary>Adds a property that no version defines; nothing when it is not known.</summary>
    public void AddCustom(string key, string? value) => Put("x_" + key, value);

    public string ToJson() => ToJson([.. _properties]);

    private void Put(string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            _properties.Add(new(key, value));
        }
    }
}
